/** The Worker's front page in real browsers: how tests open it, and what a script in one of its frames could try. */
import { createServer } from 'node:net';

/**
 * A server of somebody else's, which keeps what it hears. A connection on which
 * nothing is said does not count: Chromium opens one for a frame that is to go
 * somewhere before it looks whether the frame may.
 */
export async function openStranger() {
  const sockets = new Set();
  const heard = [];
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('data', (bytes) => {
      heard.push(bytes.toString('latin1').split('\r\n')[0]);
      socket.end('HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n');
    });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    host: `127.0.0.1:${server.address().port}`,
    heard: () => [...heard],
    close: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

/**
 * Ways out of a document, by name; each runs in it with an address to carry what was typed to.
 *
 * @type {Record<string, (url: string) => unknown>}
 */
export const WAYS_OUT = {
  fetch: (url) => fetch(url, { mode: 'no-cors' }).catch(() => undefined),
  'fetch that outlives the page': (url) => fetch(url, { mode: 'no-cors', keepalive: true }).catch(() => undefined),
  XMLHttpRequest: (url) => {
    const request = new XMLHttpRequest();
    request.open('GET', url);
    request.send();
  },
  beacon: (url) => navigator.sendBeacon(url, 'typed'),
  EventSource: (url) => new EventSource(url),
  WebSocket: (url) => new WebSocket(url.replace('http', 'ws')),
  image: (url) => {
    new Image().src = url;
  },
  'picture of a style': (url) => {
    document.body.style.backgroundImage = `url(${url})`;
  },
  font: (url) => new FontFace('carrier', `url(${url})`).load().catch(() => undefined),
  script: (url) => document.head.append(Object.assign(document.createElement('script'), { src: url })),
  module: (url) => import(url).catch(() => undefined),
  'style sheet': (url) =>
    document.head.append(Object.assign(document.createElement('link'), { rel: 'stylesheet', href: url })),
  prefetch: (url) =>
    document.head.append(Object.assign(document.createElement('link'), { rel: 'prefetch', href: url })),
  preload: (url) =>
    document.head.append(Object.assign(document.createElement('link'), { rel: 'preload', as: 'image', href: url })),
  audio: (url) => {
    new Audio(url).load();
  },
  frame: (url) => document.body.append(Object.assign(document.createElement('iframe'), { src: url })),
  object: (url) => document.body.append(Object.assign(document.createElement('object'), { data: url })),
  worker: (url) => {
    const text = `fetch(${JSON.stringify(url)}, { mode: 'no-cors' })`;
    new Worker(URL.createObjectURL(new Blob([text])));
  },
  form: (url) => {
    const form = Object.assign(document.createElement('form'), { action: url });
    document.body.append(form);
    form.submit();
  },
  window: (url) => open(url),
  link: (url) => {
    const link = Object.assign(document.createElement('a'), { href: url });
    document.body.append(link);
    link.click();
  },
  'link to a new tab': (url) => {
    const link = Object.assign(document.createElement('a'), { href: url, target: '_blank' });
    document.body.append(link);
    link.click();
  },
  download: (url) => {
    const link = Object.assign(document.createElement('a'), { href: url, download: 'typed' });
    document.body.append(link);
    link.click();
  },
  'refreshing itself': (url) => {
    document.head.append(
      Object.assign(document.createElement('meta'), { httpEquiv: 'refresh', content: `0; url=${url}` }),
    );
  },
  'leading the page away': (url) => {
    top.location.href = url;
  },
  'leading itself away': (url) => {
    location.href = url;
  },
};
