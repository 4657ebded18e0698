/**
 * The capture tool's side in a webmail page: which composes there are, and one of
 * them as a page without its content. Answers to the extension's own pages, only
 * when asked; nothing is kept.
 */
import { version } from '../browser/extension.ts';
import type { Capture, CapturedReading, CaptureRequest, FoundCompose } from '../messages/capture.ts';
import { CAPTURED } from '../webmail/descriptors.generated.ts';
import type { Webmail } from '../webmail/webmail.ts';
import { bodiesOf, likelyComposes, partsOf, readingOf, seenComposes } from './composes.ts';
import { serialise } from './serialise.ts';
import { escapeValue } from './sheet.ts';

/** A capture loads nothing and runs nothing, wherever it is opened. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'";

export class CaptureDesk {
  readonly #webmail: Webmail;
  readonly #document: Document;
  readonly #composes = new Map<string, { readonly root: Element; readonly isSeen: boolean }>();

  constructor(webmail: Webmail, document: Document) {
    this.#webmail = webmail;
    this.#document = document;
  }

  /** Undefined where this frame has nothing to answer with: another one may. */
  answer(request: CaptureRequest): readonly FoundCompose[] | Capture | undefined {
    if (request.capture === 'take') return this.#take(request.id);
    const composes =
      request.capture === 'seen' ? seenComposes(this.#webmail, this.#document) : likelyComposes(this.#document);
    if (composes.length === 0) return undefined;
    this.#composes.clear();
    return composes.map((root) => {
      const id = crypto.randomUUID();
      const isSeen = request.capture === 'seen';
      this.#composes.set(id, { root, isSeen });
      const title = CAPTURED[this.#webmail.descriptor.id]?.title ?? '';
      return { id, title, isSeen, reading: readingOf(this.#webmail, root) };
    });
  }

  #take(id: string): Capture | undefined {
    const known = this.#composes.get(id);
    if (known === undefined || !known.root.isConnected) return undefined;
    const { root, isSeen } = known;
    const { descriptor } = this.#webmail;
    const controls = this.#webmail.controls(root).map(({ element }) => element);
    const reading = readingOf(this.#webmail, root);
    const date = new Date().toISOString().slice(0, 10);
    const head = headOf({ webmail: descriptor.id, date, isSeen, reading });
    const serialised = serialise(this.#document, partsOf(descriptor, root, controls), bodiesOf(descriptor, root), head);
    return { webmail: descriptor.id, date, ...serialised };
  }
}

interface Circumstances {
  readonly webmail: string;
  readonly date: string;
  readonly isSeen: boolean;
  readonly reading: CapturedReading;
}

function headOf({ webmail, date, isSeen, reading }: Circumstances): string {
  const facts = { webmail, date, browser: browserName(), extension: version(), seen: String(isSeen) };
  const metas = Object.entries(facts).map(([name, value]) => meta(`capture-${name}`, value));
  return [
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${POLICY}">`,
    ...metas,
    meta('capture-reading', JSON.stringify(reading)),
    '<title>capture</title>',
    '</head>\n',
  ].join('\n');
}

function meta(name: string, value: string): string {
  return `<meta name="${name}" content="${escapeValue(value)}">`;
}

/** Name and main version, no more: "Chromium 156", "Firefox 153". */
function browserName(): string {
  const [, name = '', main = ''] = /(Firefox|Edg|Chrome)\/(\d+)/u.exec(navigator.userAgent) ?? [];
  return `${{ Edg: 'Edge', Chrome: 'Chromium' }[name] ?? name} ${main}`.trim();
}
