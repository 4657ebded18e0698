/** What becomes of a press on Send: the page's own question, a server that takes its time, and one that fails. */
import { h } from './dom.js';

/** Sends a compose with whoever stands in it now; typed text counts. */
export function send(compose, how, kind = 'send', event = window.event) {
  const app = window.mailbox;
  const { options } = app;
  if (options.askWithoutSubject && !compose.confirmed && compose.subject.value === '') {
    confirmFirst(app, compose, how, kind);
    return;
  }
  const mail = { compose: compose.id, how, kind, isTrusted: event?.isTrusted ?? null, at: Date.now() };
  if (options.collapseOnSend) app.skin.collapse?.(compose);
  Object.assign(mail, app.skin.recipients(compose));
  if (options.sendOff !== null && (mail.to ?? []).concat(mail.cc ?? [], mail.bcc ?? []).length === 0) return;
  if ((compose.failures ?? 0) < options.failures) {
    compose.failures = (compose.failures ?? 0) + 1;
    setTimeout(() => fail(app, compose, mail), options.serverTakes);
    return;
  }
  compose.sends++;
  window.sent.push(mail);
  // The box goes a moment later, as the real ones animate away, or when the server has answered.
  setTimeout(() => {
    compose.shell.remove();
    app.skin.undraw?.(compose);
    say(app.texts.done, 'status');
  }, options.serverTakes);
}

function fail(app, compose, mail) {
  window.failed.push(mail);
  app.skin.unfold?.(compose);
  say(app.texts.failed, 'alert');
}

function say(text, role) {
  const snack = h('div.snack', { role }, text);
  document.body.append(snack);
  setTimeout(() => snack.remove(), 4000);
}

function confirmFirst(app, compose, how, kind) {
  const yes = h('button.send.alone', { id: 'ok-1', type: 'button' }, app.texts.yes);
  const no = h('button', { type: 'button' }, app.texts.no);
  const box = h('div.ask', { role: 'dialog' }, h('p', {}, app.texts.confirm), yes, no);
  yes.addEventListener('click', () => {
    box.remove();
    compose.confirmed = true;
    app.send(compose, how, kind);
  });
  no.addEventListener('click', () => box.remove());
  for (const open of compose.document.querySelectorAll('.ask')) open.remove();
  compose.document.body.append(box);
}
