/**
 * The quiet notice beside a compose: there while somebody types, never in the
 * way, never with the focus. It lies over the page, so that nothing moves.
 */
import { language, text } from '../browser/texts.ts';
import { documentOf } from '../dom.ts';
import { makeIn } from '../elements.ts';
import { align } from '../letters.ts';
import type { Verdict } from '../messages/verdict.ts';
import { copySuggestion } from './clipboard.ts';
import { type Host, isInPlace, makeHost, putInto, takeOut } from './host.ts';
import style from './notice.css';
import { addressLine } from './pair.ts';
import { type Placing, place } from './place.ts';
import type { NoticeHandlers } from './question.ts';
import { PlainView } from './visibility.ts';
import { isOfPolicy, isolate, pairOf, reasonOf } from './words.ts';

const NOTHING = { controls: [], lists: [], rows: [] };

const notices = new WeakMap<Element, Notice>();

/**
 * Shows these verdicts at the anchor; again with other verdicts replaces them,
 * with none hides the notice. The page may have changed since the last time,
 * perhaps by a menu that must not lie under the notice.
 */
export function showNotice(anchor: Element, verdicts: readonly Verdict[], handlers: NoticeHandlers): void {
  if (verdicts.length === 0) {
    hideNotice(anchor);
    return;
  }
  let notice = notices.get(anchor);
  if (notice === undefined || !notice.isShown) {
    notice?.remove();
    notice = new Notice(anchor, handlers.keptClear);
    notices.set(anchor, notice);
  }
  notice.show(verdicts, handlers);
  notice.placeAgain();
}

/** Shows all of the notice at this anchor and puts the focus into it; false where there is none. */
export function openNotice(anchor: Element): boolean {
  const notice = notices.get(anchor);
  return notice?.isShown === true && notice.open();
}

export function hideNotice(anchor: Element): void {
  notices.get(anchor)?.remove();
  notices.delete(anchor);
}

class Notice {
  readonly #document: Document;
  readonly #anchor: Element;
  readonly #host: Host;
  readonly #card: HTMLElement;
  readonly #placing: Placing;
  readonly #view: PlainView;
  readonly #fold: HTMLButtonElement;
  #handlers: NoticeHandlers | undefined;
  #shown = '';
  /** What the person closed; the same verdicts do not come back at this compose. */
  #dismissed = new Set<string>();

  constructor(anchor: Element, keptClear: NoticeHandlers['keptClear'] = () => NOTHING) {
    this.#document = documentOf(anchor);
    this.#anchor = anchor;
    this.#host = makeHost(this.#document, 'nearmiss-notice', style);
    this.#card = makeIn(this.#document, 'section', {
      class: 'card',
      popover: 'manual',
      'aria-label': text('notice_label'),
    });
    this.#fold = makeIn(this.#document, 'button', { type: 'button', class: 'fold', 'aria-expanded': 'true' });
    this.#fold.addEventListener('pointerdown', (event) => event.preventDefault());
    this.#fold.addEventListener('mousedown', (event) => event.preventDefault());
    this.#fold.addEventListener('click', () =>
      this.#placing.changed(this.#card.classList.contains('folded') ? 'open' : 'folded'),
    );
    this.#host.theme.append(this.#card);
    this.#view = new PlainView(this.#host, this.#card, () => this.#card.querySelector('.confirm') !== null);
    putInto(this.#document, this.#host, anchor);
    this.#placing = place(this.#card, anchor, {
      keptClear,
      fold: (isFolded) => this.#showFolded(isFolded),
      appeared: () => this.#view.start(),
      moved: () => this.#view.moved(),
      gone: () => hideNotice(anchor),
    });
  }

  get isShown(): boolean {
    return isInPlace(this.#host, this.#anchor);
  }

  show(verdicts: readonly Verdict[], handlers: NoticeHandlers): void {
    this.#handlers = handlers;
    const open = verdicts.filter((verdict) => !this.#dismissed.has(keyOf(verdict)));
    const wanted = JSON.stringify(open.map((verdict) => [keyOf(verdict), handlers.canFix(verdict)]));
    if (wanted === this.#shown) return;
    this.#shown = wanted;
    const wasHidden = this.#card.hidden;
    this.#card.hidden = open.length === 0;
    this.#card.classList.toggle(
      'holds',
      open.some(({ level }) => level === 'warn'),
    );
    this.#card.classList.toggle('many', open.length > 1);
    this.#fold.textContent = text('notice_folded', new Intl.NumberFormat(language()).format(open.length));
    // One live region that stays while its content changes: that is what is announced.
    this.#card.setAttribute('role', 'status');
    this.#card.replaceChildren(
      this.#fold,
      makeIn(this.#document, 'div', { class: 'rows' }, ...open.map((verdict) => this.#row(verdict))),
      this.#close(open),
    );
    this.#placing.changed('auto');
    if (wasHidden && !this.#card.hidden) this.#view.start();
  }

  /** False where the person has closed it. */
  open(): boolean {
    if (this.#card.hidden) return false;
    this.#showFolded(false);
    this.#placing.changed('open');
    this.#card.querySelector<HTMLElement>('.choices button, .close')?.focus({ preventScroll: true });
    return true;
  }

  #showFolded(isFolded: boolean): void {
    this.#card.classList.toggle('folded', isFolded);
    this.#fold.setAttribute('aria-expanded', String(!isFolded));
    this.#view.moved();
  }

  placeAgain(): void {
    this.#placing.again();
  }

  remove(): void {
    this.#placing.stop();
    this.#view.stop();
    takeOut(this.#host);
  }

  #row(verdict: Verdict): HTMLElement {
    const pair = pairOf(verdict);
    const columns = align(pair.typed, pair.right === '' ? pair.typed : pair.right);
    const line = (side: 'typed' | 'right') =>
      makeIn(this.#document, 'div', { class: 'line' }, ...addressLine(this.#document, '', columns, side));
    return makeIn(
      this.#document,
      'div',
      { class: 'row', 'data-recipient': verdict.recipient },
      makeIn(this.#document, 'div', { class: 'pair' }, line('typed'), pair.right !== '' && line('right')),
      makeIn(
        this.#document,
        'div',
        { class: 'words' },
        makeIn(this.#document, 'p', {}, reasonOf(verdict, pair)),
        pair.right !== '' &&
          makeIn(this.#document, 'p', { class: 'question' }, text('notice_question', isolate(pair.right))),
      ),
      makeIn(this.#document, 'div', { class: 'choices' }, ...this.#choices(verdict, pair.right)),
    );
  }

  #choices(verdict: Verdict, right: string): HTMLElement[] {
    const buttons: HTMLElement[] = [];
    if (right !== '') {
      const canFix = this.#handlers?.canFix(verdict) ?? false;
      buttons.push(
        this.#button('fix', 'primary', text(canFix ? 'notice_fix' : 'notice_copy'), verdict, () => {
          if (canFix) this.#handlers?.fix(verdict, verdict.suggestion);
          else copySuggestion(this.#document, verdict);
        }),
      );
    }
    const mayTrust = (verdict.action === 'ask' || verdict.action === 'notice') && !isOfPolicy(verdict);
    if (mayTrust && this.#handlers?.canTrust !== false) {
      const trust = this.#button('trust', 'plain', text('choice_trust'), verdict, () => this.#askTwice(verdict, trust));
      buttons.push(trust);
    }
    return buttons;
  }

  /** Never to be asked again is for good, and for all webmails: it takes a second press, elsewhere. */
  #askTwice(verdict: Verdict, trust: HTMLButtonElement): void {
    const row = trust.closest('.row');
    if (row === null || row.querySelector('.confirm') !== null) return;
    const cancel = makeIn(this.#document, 'button', { type: 'button', class: 'button', 'data-choice': 'cancel' });
    cancel.append(text('cancel'));
    const confirm = makeIn(
      this.#document,
      'div',
      { class: 'confirm' },
      makeIn(this.#document, 'p', {}, text('trust_explanation', isolate(verdict.recipient))),
      cancel,
      this.#button('trust-confirmed', 'primary', text('trust_confirm'), verdict, () => this.#handlers?.trust(verdict)),
    );
    cancel.addEventListener('click', () => {
      confirm.remove();
      trust.focus({ preventScroll: true });
    });
    row.append(confirm);
    // A second step that folded away under the pointer would be none.
    this.#placing.changed('open');
  }

  #refuse(verdict: Verdict): void {
    this.#card.querySelector('.covered')?.remove();
    this.#card.append(makeIn(this.#document, 'p', { class: 'covered' }, text('notice_covered')));
    this.#handlers?.refused?.(verdict);
  }

  #close(open: readonly Verdict[]): HTMLElement {
    const button = makeIn(this.#document, 'button', { type: 'button', class: 'close', 'aria-label': text('close') });
    button.addEventListener('click', () => {
      for (const verdict of open) this.#dismissed.add(keyOf(verdict));
      this.#card.hidden = true;
      this.#shown = JSON.stringify([]);
      this.#handlers?.dismiss?.(open);
    });
    return button;
  }

  #button(choice: string, kind: string, label: string, verdict: Verdict, press: () => void): HTMLButtonElement {
    const button = makeIn(
      this.#document,
      'button',
      { type: 'button', class: `button ${kind}`.trim(), 'data-choice': choice },
      label,
    );
    // The compose keeps its focus and its caret when the pointer presses us.
    button.addEventListener('pointerdown', (event) => event.preventDefault());
    button.addEventListener('mousedown', (event) => event.preventDefault());
    this.#view.guard(button, press, () => this.#refuse(verdict));
    return button;
  }
}

function keyOf({ recipient, kind, suggestion, level, action }: Verdict): string {
  return `${kind}\n${level}\n${action}\n${recipient}\n${suggestion}`;
}
