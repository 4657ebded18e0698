/** Recipient fields: one that is an input among chips, one that is an editable with chips in its text. */
import { h } from './dom.js';

const SPLIT = /[,;\n]+/u;

/** Of a contact's name the address. */
function addressIn({ contacts }, text) {
  const name = text.trim();
  return Object.hasOwn(contacts, name) ? contacts[name] : name;
}

/**
 * Chips with an input behind them. `drawChip(address)` makes a chip whose
 * remove control is marked `data-remove`; `resolve(chip, address)` is called
 * `chipsAfter` ms later.
 */
export function inputField({ options }, input, place, drawChip, resolve = () => {}) {
  const field = {
    input,
    chips: [],
    /** Called when somebody came to stand here or left. */
    changed: () => {},
    standing: () => field.chips.length,
    add(address) {
      const chip = drawChip(address);
      const entry = { address, chip };
      field.chips.push(entry);
      place(chip);
      for (const control of chip.querySelectorAll('[data-remove]')) {
        control.addEventListener('click', (event) => {
          event.stopPropagation();
          field.drop(entry);
        });
      }
      if (options.chipsAfter > 0) setTimeout(() => resolve(chip, address), options.chipsAfter);
      else resolve(chip, address);
      field.changed();
    },
    drop(entry) {
      field.chips = field.chips.filter((one) => one !== entry);
      entry.chip.remove();
      field.changed();
    },
    commit() {
      const parts = field.input.value.split(SPLIT).map((part) => addressIn(options, part));
      for (const part of parts) if (part.includes('@')) field.add(part);
      if (parts.some((part) => part.includes('@'))) field.input.value = '';
    },
    addresses() {
      const typed = field.input.value.split(SPLIT).map((part) => part.trim());
      return [...field.chips.map((one) => one.address), ...typed.filter((part) => part.includes('@'))];
    },
    wire(element) {
      field.input = element;
      element.addEventListener('keydown', (event) => {
        if (event.ctrlKey || event.metaKey || event.isComposing) return;
        if (event.key === 'Enter' || event.key === 'Tab' || event.key === ',' || event.key === ';') {
          const hadText = element.value !== '';
          field.commit();
          if (hadText && event.key !== 'Tab') event.preventDefault();
        } else if (event.key === 'Backspace' && element.value === '' && field.chips.length > 0) {
          field.drop(field.chips.at(-1));
        }
      });
      element.addEventListener('blur', () => field.commit());
    },
  };
  field.wire(input);
  return field;
}

/** An editable whose text holds chips; what is not a chip is sent as text. */
export function editableField({ options }, editable, drawChip) {
  const addressOf = new WeakMap();
  const replaced = new WeakSet();
  const field = {
    input: editable,
    /** Called when somebody came to stand here or left. */
    changed: () => {},
    standing: () => [...editable.childNodes].filter((node) => addressOf.has(node)).length,
    add(address, shown = address) {
      const chip = drawChip(shown);
      addressOf.set(chip, address);
      editable.append('\u200b', chip, '\u200b');
      wireRemove(chip);
      field.changed();
      return chip;
    },
    /** What is written after the `separator` until the chips are there stays as it is. */
    commit(separator = '') {
      if (options.keepsText) return;
      for (const node of [...editable.childNodes]) {
        if (node.nodeType !== Node.TEXT_NODE) continue;
        const parts = node.nodeValue
          .replaceAll('\u200b', '')
          .split(SPLIT)
          .map((part) => addressIn(options, part));
        const addresses = parts.filter((part) => part.includes('@'));
        if (addresses.length === 0) continue;
        const chips = addresses.flatMap((address) => {
          const chip = drawChip(address);
          addressOf.set(chip, address);
          wireRemove(chip);
          return ['\u200b', chip];
        });
        const hadCaret = caretIn(node) !== null;
        node.appendData(separator);
        if (hadCaret) caretIn(node).collapse(node, node.length);
        const committed = node.data;
        const turn = () => {
          if (!editable.isConnected) return;
          // Another commit was quicker: what is left waits for its own turn.
          if (replaced.has(node)) field.commit();
          else if (node.parentNode === editable && node.data.startsWith(committed)) put();
        };
        const put = () => {
          const rest = document.createTextNode(`\u200b${node.data.slice(committed.length)}`);
          const caret = caretIn(node);
          const at = (caret?.anchorOffset ?? 0) - committed.length;
          replaced.add(node);
          node.replaceWith(...chips, rest);
          caret?.collapse(rest, Math.max(0, at) + 1);
          field.changed();
        };
        if (options.chipsAfter > 0) setTimeout(turn, options.chipsAfter);
        else turn();
      }
    },
    addresses() {
      const found = [];
      for (const node of editable.childNodes) {
        if (addressOf.has(node)) found.push(addressOf.get(node));
        else
          found.push(
            ...(node.textContent ?? '')
              .replaceAll('\u200b', '')
              .split(/[,;\s]+/u)
              .filter((part) => part.includes('@')),
          );
      }
      return found;
    },
  };
  /** The caret, where it stands in this text and the field has the focus: to set it would take the focus in Firefox. */
  function caretIn(node) {
    const { activeElement } = node.ownerDocument;
    const selection = node.ownerDocument.getSelection();
    return editable.contains(activeElement) && selection.anchorNode === node ? selection : null;
  }
  function wireRemove(chip) {
    for (const control of chip.querySelectorAll('[data-remove]'))
      control.addEventListener('click', () => {
        chip.remove();
        field.changed();
      });
  }
  editable.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.isComposing) return;
    if (event.key === 'Enter' || event.key === ';' || event.key === ',') {
      event.preventDefault();
      field.commit('; ');
    } else if (event.key === 'Tab') field.commit();
  });
  editable.addEventListener('blur', () => field.commit());
  return field;
}

/** A field that is text and stays text: nothing becomes a chip. */
export function textField(input) {
  input.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey) event.preventDefault();
  });
  const field = {
    input,
    commit() {},
    standing: () => field.addresses().length,
    addresses() {
      return input.value
        .split(SPLIT)
        .map((part) => /<([^<>]*)>\s*$/u.exec(part)?.[1] ?? part.trim())
        .filter((part) => part.includes('@'));
    },
  };
  return field;
}

/** The row of a field: its name and what holds the recipients. */
export function row(name, ...content) {
  return h('div.line', {}, h('span.name', {}, name), ...content);
}
