/** In every frame of a webmail, from before the page's first script: wires the parts, holds no rule. */
import { ask, isOrphaned, onPush, pagePolicy } from './browser.ts';
import { leaveSubject } from './capture/subject.ts';
import { takeAbandoned } from './guard/claims.ts';
import { Descriptions } from './guard/descriptions.ts';
import { Guard } from './guard/guard.ts';
import { Ownership } from './guard/ownership.ts';
import { joinOwnServer, type ReadPage } from './guard/ownserver.ts';
import { Verdicts } from './guard/verdicts.ts';
import { Watch } from './guard/watch.ts';
import { clearLeftovers, showStatus } from './warning/warning.ts';
import type { Descriptor } from './webmail/descriptor.ts';
import { bundledDescriptors, descriptorFor } from './webmail/descriptors.ts';
import { Webmail } from './webmail/webmail.ts';

/** How long a passed send may take to close its compose and so count as mailed, in ms. */
const CLOSES_WITHIN = 15_000;

/** The globals of this extension in this page; a copy of another version has its own. */
const here = globalThis as { isNearmissHere?: boolean };
if (here.isNearmissHere !== true) {
  here.isNearmissHere = true;
  begin();
}

function begin(): void {
  // A pop-out window is about:blank: its origin, not its address, says whose page it is.
  const descriptor = descriptorFor(self.origin);
  if (descriptor !== null) {
    start(descriptor);
  } else if (self.origin.startsWith('https://')) {
    joinOwnServer(self, start);
  }
}

function start(descriptor: Descriptor): ReadPage {
  const ownership = new Ownership(document, {
    relieved: () => {
      watch.clear();
      guard.release();
    },
    left: () => {
      watch.clear();
      if (webmail.roots().length > 0) unguarded();
    },
  });
  const unguarded = (): void => showStatus(document, 'left');
  const isAside = (): boolean => ownership.isAside();
  const webmail = new Webmail(descriptor, document, () => watch.afresh());
  const verdicts = new Verdicts(() => watch.show());
  const watch = new Watch(webmail, verdicts, document, isAside, () => descriptions.compare());
  const guard = new Guard(
    webmail,
    verdicts,
    {
      problem: (problem) => watch.note(problem),
      passed: (root, recipients, sender) => {
        const started = Date.now();
        const look = setInterval(() => {
          if (root.isConnected && Date.now() - started < CLOSES_WITHIN) return;
          clearInterval(look);
          if (!root.isConnected && !isOrphaned()) ask('sent', { recipients, sender }).catch(() => {});
        }, 500);
      },
      unguarded,
    },
    () => ownership.standing(),
  );
  const descriptions = new Descriptions(
    webmail,
    bundledDescriptors,
    document,
    () => guard.isHolding(),
    () => watch.afresh(),
  );
  const describe = (): void => void descriptions.look().catch(() => {});
  guard.listen(window);
  const wasAsking = clearLeftovers(document);
  if (takeAbandoned(document.documentElement) || wasAsking) showStatus(document, 'unsent');
  // Ahead of the core: should that fail, policy says what becomes of a mail.
  pagePolicy(self.origin).then(({ isHolding }) => isHolding && verdicts.supposeHolding());
  ask('guarding', {}).then(
    (guarding) => verdicts.adopt(guarding),
    () => {},
  );
  onPush((push) => {
    verdicts.adopt(push.guarding);
    describe();
  });
  describe();
  leaveSubject({ webmail, isAside });
  watch.start();
  return {
    become(other) {
      if (guard.isHolding() || JSON.stringify(other) === JSON.stringify(webmail.descriptor)) return;
      webmail.become(other);
      watch.afresh();
    },
    isBlind: () => new Webmail(descriptor, document).roots().length === 0,
  };
}
