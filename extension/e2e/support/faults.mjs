/**
 * What goes wrong beside a person who writes: a core that is slow or silent, a
 * worker that is stopped, settings that change, an extension that is reloaded
 * under an open page.
 */
import { workerOf } from './chromium.mjs';
import { pause } from './waiting.mjs';

/** Longer than a worker takes to start and answer on a busy machine, in ms. */
const STARTS_WITHIN = 30_000;

export class Faults {
  #context;
  #settings = null;
  /** The page that stays in front: timers of pages behind others are late. */
  front = null;
  #silentSince = 0;
  #silentUntil = 0;
  #domains = [];

  constructor(context) {
    this.#context = context;
  }

  /** Chromium disables an unpacked extension at its second reload unless its developer mode is on. */
  async prepare() {
    const page = await this.#context.newPage();
    await page.goto('chrome://extensions');
    await page.evaluate(() => chrome.developerPrivate.updateProfileConfiguration({ inDeveloperMode: true }));
    await page.close();
  }

  /** Whether the core could answer nobody at that time, in ms since 1970. */
  wasSilentAt(time) {
    return this.#silentSince <= time && time < this.#silentUntil;
  }

  /** Keeps the worker busy, so that every request waits for this long, in ms. */
  async slow(milliseconds) {
    const worker = await this.#awake();
    worker
      .evaluate((busy) => {
        const end = Date.now() + busy;
        while (Date.now() < end);
      }, milliseconds)
      .catch(() => {});
  }

  /** The core answers nobody for longer than the guard waits. */
  async silence(milliseconds) {
    await this.slow(milliseconds);
    this.#silentSince = Date.now();
    this.#silentUntil = this.#silentSince + milliseconds;
  }

  async quiet() {
    while (this.wasSilentAt(Date.now())) await new Promise((resolve) => setTimeout(resolve, 50));
  }

  /** Stops the worker, whatever it is at, as browsers do with workers that seem idle. */
  async stop() {
    const session = await this.#context.newCDPSession(await this.#page());
    await session.send('ServiceWorker.enable');
    await session.send('ServiceWorker.stopAllWorkers');
    this.#silentUntil = Math.min(this.#silentUntil, Date.now());
    await session.detach();
  }

  /** Protects one more domain as people do it in settings: new lists for the core, void verdicts in every page. */
  async protect(domain) {
    this.#domains = [...this.#domains.slice(-3), domain];
    await this.#ask('personal', { change: { protected: this.#domains }, isImport: false });
  }

  /**
   * Reloads the extension, as an update does; open pages stay as they are. Updates
   * wait for a worker at rest, and Chromium needs it: a worker that is started while
   * the old one still stops is never given the extension's interfaces ("No SW").
   */
  async reload() {
    const settings = await this.#page();
    await this.stop();
    this.#settings = null;
    await settings.evaluate(() => chrome.runtime.reload()).catch(() => {});
    await settings.close();
  }

  /** Switches the extension off, as people do; what it put into open pages stays there without it. @returns switches it on again */
  async switchOff() {
    const { host } = new URL((await workerOf(this.#context)).url());
    const set = async (isOn) => {
      const page = await this.#context.newPage();
      await page.goto('chrome://extensions');
      await page.evaluate(([id, wanted]) => chrome.management.setEnabled(id, wanted), [host, isOn]);
      await page.close();
    };
    await set(false);
    return () => set(true);
  }

  async #awake() {
    await this.#ask('warm', {});
    return workerOf(this.#context);
  }

  async #ask(call, request) {
    const page = await this.#page();
    const ask = () => page.evaluate((asked) => chrome.runtime.sendMessage(asked), { call, request });
    let answer = await Promise.race([ask(), pause(STARTS_WITHIN)]);
    if (answer === undefined) {
      // Now and then Chromium leaves the worker of a reloaded extension "starting"; once it is stopped it starts.
      await this.stop();
      answer = await ask();
    }
    if (answer?.error !== undefined) throw new Error(`${call}: ${answer.error.message}`);
    return answer?.reply;
  }

  /** A page of the extension's own; a reload closes it. */
  async #page() {
    if (this.#settings === null || this.#settings.isClosed()) {
      this.#settings = await this.#context.newPage();
      const { host } = new URL((await workerOf(this.#context)).url());
      const address = `chrome-extension://${host}/options.html`;
      // Chromium blocks it while the extension is being reloaded.
      await this.#settings.goto(address).catch(() => pause(1000).then(() => this.#settings.goto(address)));
      await this.front?.bringToFront();
    }
    return this.#settings;
  }
}

/** Puts an organisation's policy where the extension remembers the last known one, and starts its worker anew. */
export async function underPolicy(context, policy) {
  const page = await context.newPage();
  await page.goto(new URL('/options.html', (await workerOf(context)).url()).href);
  await page.evaluate(
    (set) =>
      set === null
        ? chrome.storage.local.remove('policy')
        : chrome.storage.local.set({
            policy: { raw: set, reading: { policy: set, set: Object.keys(set), problems: [] } },
          }),
    policy,
  );
  await page.close();
  await new Faults(context).stop();
}
