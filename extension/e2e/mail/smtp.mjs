/** An SMTP server on loopback that keeps every mail it accepts: what was really sent, to whom, and how often. */
import { createHash } from 'node:crypto';
import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

/** Recipients with this local part are refused with 550. */
export const REFUSED = 'refused';

/**
 * @typedef {object} Mail as accepted
 * @property {string} from envelope sender
 * @property {string[]} recipients envelope recipients, sorted: Bcc is among them
 * @property {string} subject
 * @property {string} text
 * @property {{name: string, sha256: string}[]} attachments
 * @property {string} messageId
 */

/** @returns {Promise<{port: number, mails: Mail[], refused: string[], delay: number, close: () => Promise<void>}>} */
export async function startSmtp() {
  const state = { port: 0, mails: [], refused: [], delay: 0, close };
  const server = new SMTPServer({
    authOptional: true,
    allowInsecureAuth: true,
    disabledCommands: ['STARTTLS'],
    onAuth: ({ username }, _session, done) => done(null, { user: username }),
    onRcptTo({ address }, _session, done) {
      if (!address.startsWith(`${REFUSED}@`)) return done();
      state.refused.push(address);
      done(Object.assign(new Error('5.1.1 no such mailbox'), { responseCode: 550 }));
    },
    onData(stream, session, done) {
      accept(stream, session).then(() => done(), done);
    },
  });

  async function accept(stream, { envelope }) {
    const parts = [];
    for await (const part of stream) parts.push(part);
    const mail = await simpleParser(Buffer.concat(parts));
    await new Promise((resolve) => setTimeout(resolve, state.delay));
    state.mails.push({
      from: envelope.mailFrom.address,
      recipients: envelope.rcptTo.map(({ address }) => address).sort(),
      subject: mail.subject ?? '',
      text: (mail.text ?? '').trim(),
      attachments: mail.attachments.map(({ filename = '', content }) => ({
        name: filename,
        sha256: createHash('sha256').update(content).digest('hex'),
      })),
      messageId: mail.messageId ?? '',
    });
  }

  function close() {
    return new Promise((resolve) => server.close(resolve));
  }

  // A webmail that gives up in the middle of a mail is no failure of the server.
  server.on('error', () => {});
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  state.port = server.server.address().port;
  return state;
}
