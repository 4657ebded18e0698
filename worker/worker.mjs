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
const PATIENCE = 20_000;

/** The running program, undefined before the first request and after a death. */
let running;

class Program {
  /** What Go offers: handleRequest. */
  binding = {};
  ended = false;
  waiting = new Set();

  constructor(env) {
    // Packages of syumai/workers look for the platform's bindings here. They are
    // the same objects for every request of an isolate.
    globalThis.context = { env, binding: this.binding };
    const go = new globalThis.Go();
    let ready = false;
    const instance = new WebAssembly.Instance(program, {
      ...go.importObject,
      workers: {
        ready: () => {
          ready = true;
        },
      },
    });
    // Runs until Go's main waits, and settles when Go has ended.
    go.run(instance).then(
      () => this.end(),
      () => this.end(),
    );
    if (!ready) throw new Error('the Go program did not become ready');
  }

  /** Forgets this program and frees who waits for it. */
  end() {
    this.ended = true;
    if (running === this) running = undefined;
    for (const release of this.waiting) release();
    this.waiting.clear();
  }

  /** The promise's value, or undefined if the program dies or takes too long. */
  wait(promise) {
    return new Promise((resolve, reject) => {
      const release = () => settle(resolve, undefined);
      const timer = setTimeout(release, PATIENCE);
      const settle = (how, value) => {
        clearTimeout(timer);
        this.waiting.delete(release);
        how(value);
      };
      this.waiting.add(release);
      promise.then(
        (value) => settle(resolve, value),
        (fault) => settle(reject, fault),
      );
    });
  }

  /** Calls a function of Go's. A throw out of WebAssembly leaves it unusable. */
  call(name, argument) {
    try {
      return this.binding[name](argument);
    } catch (fault) {
      console.error(`the Go program broke: ${fault}`);
      this.end();
      return undefined;
    }
  }
}

/** The Response or a promise of it; undefined when Go gave none. */
function ask(env, request) {
  running ??= new Program(env);
  const program = running;
  const answer = program.call('handleRequest', request);
  return answer instanceof Promise ? program.wait(answer) : answer;
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
};
