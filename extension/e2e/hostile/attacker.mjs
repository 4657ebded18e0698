/**
 * What an attacker's script has at hand in the page: names, everything that was
 * seen of the extension, and ways to play it back. Serialised into the page.
 * @param {{events: string[], attributes: string[], elements: string[]}} dictionary
 */
export function attacker(dictionary) {
  const seen = {
    events: new Set(),
    attributes: new Map(),
    elements: new Set(),
  };
  const real = {
    listen: EventTarget.prototype.addEventListener,
    dispatch: EventTarget.prototype.dispatchEvent,
    set: Element.prototype.setAttribute,
  };
  const noteEvent = () => {
    const { event } = window;
    if (event?.type) seen.events.add(event.type);
  };

  /** Records from now on what any script does to the page. */
  function record() {
    new MutationObserver((changes) => {
      for (const { type, target, attributeName, addedNodes, removedNodes } of changes) {
        if (type === 'attributes') seen.attributes.set(attributeName, target.getAttribute(attributeName));
        for (const node of [...addedNodes, ...removedNodes]) {
          if (node.nodeType !== 1 || !node.localName.includes('-')) continue;
          seen.elements.add(node.localName);
          for (const { name, value } of node.attributes) seen.attributes.set(name, value);
        }
      }
    }).observe(document, { subtree: true, childList: true, attributes: true });
    EventTarget.prototype.dispatchEvent = new Proxy(real.dispatch, {
      apply(target, self, [event]) {
        seen.events.add(event.type);
        return Reflect.apply(target, self, [event]);
      },
    });
    EventTarget.prototype.addEventListener = new Proxy(real.listen, {
      apply(target, self, given) {
        seen.events.add(given[0]);
        return Reflect.apply(target, self, given);
      },
    });
    // Reactions of the page's own elements run in the middle of another script's work.
    for (const name of dictionary.elements) define(name, { reaction: noteEvent });
    for (const type of ['focus', 'blur', 'focusin', 'focusout', 'scroll', 'toggle', 'beforetoggle', 'select', 'input'])
      real.listen.call(window, type, noteEvent, true);
  }

  function define(name, { reaction = () => {}, construct = () => {}, disabled = [] } = {}) {
    if (customElements.get(name)) return;
    customElements.define(
      name,
      class extends HTMLElement {
        static observedAttributes = ['style', 'class', 'hidden', 'popover', 'dir', 'lang'];
        static disabledFeatures = disabled;
        constructor() {
          super();
          construct(this);
        }
        connectedCallback() {
          reaction(this, 'connected');
        }
        disconnectedCallback() {
          reaction(this, 'disconnected');
        }
        attributeChangedCallback() {
          reaction(this, 'changed');
        }
      },
    );
  }

  /** Names of the standard, which everybody dispatches all day. */
  const isStandard = (name) => `on${name}` in window || /^(?:focus|blur)(?:in|out)?$/u.test(name);

  const eventNames = () => [
    ...new Set([...dictionary.events, ...[...seen.events].filter((name) => !isStandard(name))]),
  ];
  const attributeNames = () => [
    ...new Set([...dictionary.attributes, ...[...seen.attributes.keys()].filter((name) => /nearmiss/u.test(name))]),
  ];
  const elementNames = () =>
    [...new Set([...dictionary.elements, ...seen.elements])].filter((name) => name.startsWith('nearmiss'));

  /** From these, events pass through everything that is around a compose. */
  const places = () => {
    const compose = window.mailbox?.composes.at(-1);
    return [window, compose?.sendButton, compose?.body].filter(Boolean);
  };

  /** Sets every name that may mean something on every element. */
  function setAttributes(values = ['', 'x', String(Date.now()), '9999999999999']) {
    for (const element of document.querySelectorAll('*'))
      for (const name of attributeNames())
        for (const value of values) {
          try {
            real.set.call(element, name, value);
          } catch {
            // no attribute can have that name
          }
        }
  }

  /** Answers every event of those names in one way. */
  function answer(how) {
    for (const name of eventNames()) real.listen.call(window, name, how, true);
  }

  /** Dispatches all of those names everywhere, with all that may be in an event. */
  function dispatchAll() {
    const compose = window.mailbox?.composes.at(-1);
    for (const place of places())
      for (const name of eventNames())
        for (const event of [
          new CustomEvent(name, { bubbles: true, cancelable: true, composed: true, detail: 'ann@army.ml' }),
          new MouseEvent(name, {
            bubbles: true,
            cancelable: true,
            composed: true,
            relatedTarget: compose?.root ?? null,
          }),
        ])
          real.dispatch.call(place, event);
  }

  /** Makes the events of one press, as no browser would: not trusted. */
  function press(element) {
    for (const type of ['pointerdown', 'mousedown', 'pointerup', 'mouseup', 'click']) {
      const Kind = type.startsWith('pointer') ? PointerEvent : MouseEvent;
      real.dispatch.call(
        element,
        new Kind(type, { bubbles: true, cancelable: true, composed: true, button: 0, detail: 1 }),
      );
    }
  }

  window.attacker = {
    seen,
    record,
    define,
    setAttributes,
    answer,
    dispatchAll,
    press,
    eventNames,
    attributeNames,
    elementNames,
    listen: (target, type, listener) => real.listen.call(target, type, listener, true),
  };
}
