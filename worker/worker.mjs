// The entry point on Cloudflare Workers: keeps one Go program per isolate and
// hands it every request. (Starting Go takes tens of milliseconds; answering
// takes well under one.) All behaviour is in Go, in this folder's packages.
//
// The program runs until the isolate ends. If it dies all the same, by a fault
// of ours or of its runtime, the next request starts another, and the requests
// that were waiting for the dead one are answered instead of being left to hang.

import './build/wasm_exec.js';
import program from './build/app.wasm';

/** How long a request may wait for the store, in milliseconds. */
const PATIENCE = 10_000;

const encoder = new TextEncoder();

/** What Go keeps on this side, by number: bytes of lists, and answers. */
class HandleTable {
  #things = new Map();
  #last = 0;

  #keep(thing) {
    this.#last++;
    this.#things.set(this.#last, thing);
    return this.#last;
  }

  async hold(stream) {
    return this.#keep(new Uint8Array(await new Response(stream).arrayBuffer()));
  }

  copy(number) {
    return this.#things.get(number);
  }

  answer(status, fields, body, once) {
    const headers = {};
    for (const line of fields.split('\n')) {
      const colon = line.indexOf(': ');
      if (colon > 0) headers[line.slice(0, colon)] = line.slice(colon + 2);
    }
    if (typeof body === 'number') {
      body = this.#things.get(body);
      if (body === undefined) throw new Error('an answer of bytes that were dropped');
    }
    return this.#keep({ body, init: { status, headers }, once });
  }

  drop(number) {
    this.#things.delete(number);
  }

  /** A Response, or undefined if there is no answer of that number. */
  give(number) {
    const answer = this.#things.get(number);
    if (answer === undefined) return undefined;
    if (answer.once) this.#things.delete(number);
    return new Response(answer.body, answer.init);
  }
}

/** The running program, undefined before the first request and after a death. */
let running;

class Program {
  #go = new globalThis.Go();
  #exports;
  #handles = new HandleTable();
  #input;
  #waiting = new Map();
  #tickets = 0;
  #binding = {
    handles: this.#handles,
    settle: (ticket, number, fault) => {
      if (fault) console.error(fault);
      this.#waiting.get(ticket)?.(number);
    },
  };

  constructor(env) {
    // Packages of syumai/workers look for the platform's bindings here. They are
    // the same objects for every request of an isolate.
    globalThis.context = { env, binding: this.#binding };
    let ready = false;
    const instance = new WebAssembly.Instance(program, {
      ...this.#go.importObject,
      workers: {
        ready: () => {
          ready = true;
        },
      },
    });
    this.#exports = instance.exports;
    // Runs until Go's main waits, and settles when Go has ended.
    const end = () => this.end();
    this.#go.run(instance).then(end, end);
    if (!ready) throw new Error('the Go program did not become ready');
  }

  /** Forgets this program and frees who waits for it. */
  end() {
    if (running === this) running = undefined;
    for (const settle of this.#waiting.values()) settle(0);
  }

  /** Where Go reads a request; made again when Go's memory has grown. */
  #incoming() {
    if (!this.#input?.byteLength) {
      const { mem, input, input_size } = this.#exports;
      this.#input = new Uint8Array(mem.buffer, input(), input_size());
    }
    return this.#input;
  }

  /** A Response, a promise of one, or undefined when Go gave none. */
  respond(request) {
    const text = `${request.method} ${request.url}\n${request.headers.get('If-None-Match') ?? ''}`;
    try {
      const number = this.#exports.respond(encoder.encodeInto(text, this.#incoming()).written);
      if (number > 0) return this.#handles.give(number);
      if (!this.#go.exited)
        return this.#wait((ticket) => this.#binding.begin(ticket, text, needsHeaders(request) ? request : null));
    } catch (fault) {
      console.error(`the Go program broke: ${fault}`);
    }
    // A throw out of WebAssembly leaves the program unusable.
    this.end();
    return undefined;
  }

  /** What is wrong with what is published, or will be soon; '' when nothing is. */
  async watch() {
    const answer = await this.#wait((ticket) => this.#binding.watch(ticket));
    return answer ? answer.text() : 'the server failed to look at what is published';
  }

  async #wait(begin) {
    const ticket = ++this.#tickets;
    const number = await new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('the store did not answer in time')), PATIENCE);
      this.#waiting.set(ticket, (number) => {
        clearTimeout(timer);
        resolve(number);
      });
      try {
        begin(ticket);
      } catch (fault) {
        this.end();
        reject(fault);
      }
    }).finally(() => this.#waiting.delete(ticket));
    return this.#handles.give(number);
  }
}

/** Whether more of the request is looked at than its text: what is sent, and questions with a token. */
function needsHeaders(request) {
  return request.body !== null || request.url.endsWith('/reports/metrics');
}

/** Asks the running program, or a new one. */
function ask(env, request) {
  running ??= new Program(env);
  return running.respond(request);
}

function unavailable() {
  return new Response('unavailable: the server failed to answer\n', {
    status: 503,
    headers: {
      'Content-Type': 'text/plain; charset=utf-8',
      'Cache-Control': 'no-store',
      'Retry-After': '5',
      'Access-Control-Allow-Origin': '*',
    },
  });
}

/** The slow path, and the path after a fault: one more try, then a clear answer. */
async function insist(first, env, request) {
  try {
    const answer = await first;
    if (answer instanceof Response) return answer;
    if (request.method === 'GET' || request.method === 'HEAD') {
      const second = await ask(env, request);
      if (second instanceof Response) return second;
    }
  } catch (fault) {
    console.error(`no answer: ${fault}`);
  }
  return unavailable();
}

export default {
  fetch(request, env) {
    let answer;
    try {
      answer = ask(env, request);
    } catch (fault) {
      console.error(`the Go program did not start: ${fault}`);
      running = undefined;
      return unavailable();
    }
    return answer instanceof Response ? answer : insist(answer, env, request);
  },

  /** The timer: a run that throws is shown as failed, and Cloudflare can notify of that. */
  async scheduled(_event, env) {
    running ??= new Program(env);
    const warnings = await running.watch();
    if (!warnings) return;
    console.error(warnings);
    if (env.ALERT_URL) {
      const signal = AbortSignal.timeout(PATIENCE);
      const answer = await fetch(env.ALERT_URL, { method: 'POST', body: warnings, signal }).catch((fault) => fault);
      if (!answer.ok) console.error(`the alert was not taken: ${answer.status ?? answer}`);
    }
    throw new Error(warnings);
  },
};
