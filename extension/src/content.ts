/** In every frame of a webmail, from before the page's first script: makes the parts, and says who tells whom. */
import { ask, isOrphaned } from './browser/ask.ts';
import { onPush, onQuestion, onShowNotice } from './browser/pages.ts';
import { pagePolicy } from './browser/policy.ts';
import { leaveSubject } from './capture/subject.ts';
import { placeOf } from './eventplaces.ts';
import { becomesAnother, endingOf } from './guard/closing.ts';
import { Decider } from './guard/decider.ts';
import { Descriptions } from './guard/descriptions.ts';
import { Gate } from './guard/gate.ts';
import { Guard } from './guard/guard.ts';
import { HealthReporter } from './guard/health.ts';
import { Lifecycle } from './guard/lifecycle.ts';
import { joinOwnServer, UNKNOWN } from './guard/ownserver.ts';
import type { Parts } from './guard/parts.ts';
import { type Outcome, type Peer, PeerLink } from './guard/peerlink.ts';
import { isKey } from './guard/press.ts';
import { Questions } from './guard/questions.ts';
import { Scanner } from './guard/scanner.ts';
import { isWritingIn, Touched } from './guard/touched.ts';
import { Verdicts } from './guard/verdicts.ts';
import { rootOf } from './root.ts';
import { measured } from './timing.ts';
import { pause, waitOf } from './waits.ts';
import {
  clearLeftovers,
  focusBar,
  hideStatus,
  isDialogOpen,
  isOwnEvent,
  onTampered,
  showStatus,
  takeKey,
} from './warning/warning.ts';
import type { Descriptor } from './webmail/descriptor.ts';
import { descriptorFor, generic } from './webmail/descriptors.ts';
import { addressesOf, type Reading } from './webmail/recipients.ts';
import { Webmail } from './webmail/webmail.ts';
import { ownGlobal, setOwnGlobal } from './world.ts';

// A copy of another version has globals of its own.
if (ownGlobal(globalThis, 'isNearmissHere') !== true) {
  setOwnGlobal('isNearmissHere', true);
  begin();
}

function begin(): void {
  // A pop-out window is about:blank: its origin, not its address, says whose page it is.
  const descriptor = descriptorFor(self.origin);
  if (descriptor !== null) {
    start(descriptor);
  } else if (self.origin.startsWith('https://')) {
    joinOwnServer(start(UNKNOWN, generic));
  }
}

/**
 * @param base where the page's shape counts, too: what a description of any page says
 * @returns which descriptions the page is read by
 */
function start(descriptor: Descriptor, base: Descriptor | null = null): Descriptions {
  const webmail = new Webmail(descriptor, document);
  const touched = new Touched(webmail);
  const verdicts = new Verdicts(() => scanner.now());
  const { timeOrigin: started } = performance;
  const isLoaded = document.readyState !== 'loading';
  // Windows that a page opens and writes into stay at about:blank, and look loaded from the start.
  const isLate = isLoaded && location.protocol !== 'about:';

  /** By compose: what its latest press was to send, and when. */
  const lastSent = new WeakMap<Element, { reading: Reading; at: number }>();
  /** Whether a mail has gone since this copy came. */
  let hasSent = false;

  const questions = new Questions(() => scanner.soon());
  const health = new HealthReporter(webmail, questions, () => scanner.soon());
  const parts: Parts = { webmail, verdicts, touched, questions, health };
  const guard = new Guard(parts, {
    passed: async (root, reading, isTrusted, isPlayed) => {
      const last = lastSent.get(root);
      // Some pages make a click of their own of a person's key or press: that is the same mail.
      const isSoon = last !== undefined && !isTrusted && Date.now() - last.at < waitOf('replayed');
      if (isSoon && String(addressesOf(last.reading)) === String(addressesOf(reading))) return;
      lastSent.set(root, { reading, at: Date.now() });
      hasSent = true;
      // It may have been this mail.
      hideStatus('unsent');
      const recipients = addressesOf(reading);
      const forget = (): void => {
        for (const one of recipients) guard.forget(root, one);
      };
      // Some pages use the same compose for the next mail.
      becomesAnother(webmail, root, reading).then((isSo) => isSo && forget());
      const ending = await endingOf(webmail, root, reading);
      // The page asked a question of its own: the press that answered it counts in place of this one.
      if (lastSent.get(root)?.reading !== reading) return;
      if (ending === 'closed') forget();
      if (ending === 'closed' && !isOrphaned()) {
        ask('sent', { recipients, sender: reading.sender, isTrusted }).catch(() => {});
      }
      if (ending === 'idle' && isPlayed) showStatus(document, 'still-open');
    },
    holding: (isHeld) => {
      if (!isOrphaned()) ask('held', { started, isHeld }).catch(() => {});
    },
  });
  const lifecycle = new Lifecycle({
    replaced: () => {
      scanner.notices.keep([]);
      for (const root of touched.all()) {
        peers.tell(root, 'touch');
        for (const recipient of guard.acknowledgedOf(root)) peers.tell(root, 'acknowledge', recipient);
      }
      if (webmail.menu.isOpen) peers.tell(document, 'menu');
      guard.release(({ intent, press, target }) => {
        const isOwnButton = intent.control === null || intent.kind.startsWith('send');
        const root = isOwnButton ? null : intent.root;
        return peers.handOver(press.event, intent.control ?? target ?? intent.root, press.isTrusted, root);
      });
    },
    left: () => {
      scanner.notices.keep([]);
      if (webmail.roots().length > 0) showStatus(document, 'left');
    },
  });
  const touch = (root: Element | null): void => {
    if (touched.add(root)) scanner.soon();
  };
  const peer: Peer = {
    isAside: () => lifecycle.isAside(),
    decide: (event, isTrusted) => decider.judge(event, isTrusted),
    take: (event, isTrusted, root) => decider.take(event, isTrusted, root),
    touch: (place) => {
      const root = webmail.rootAt([place]);
      if (root === null) peers.touchAround();
      else touch(root);
    },
    acknowledge: (root, recipient) => guard.acknowledge(root, recipient),
    openMenu: () => webmail.menu.opened(),
    giveWay: () => lifecycle.giveWay(),
  };
  const note = (event: Event): void => {
    if (lifecycle.isAside() || isOwnEvent(event)) return;
    if (touched.note(event)) scanner.soon();
    const place = event.isTrusted && webmail.roots().length === 0 ? placeOf(event) : null;
    if (place !== null && isWritingIn(place)) peers.touchAround();
  };
  const decide = (event: Event): Outcome => {
    try {
      if (event.type === 'keydown' || event.type === 'click') note(event);
      return decider.decide(event);
    } catch (error) {
      // Our defect: the other copies cannot be asked, and a press may go on unseen.
      health.add('unreadable-recipients');
      console.warn('nearmiss:', error);
      return guard.decide(event);
    }
  };
  const gate = new Gate(
    (event) =>
      measured('event', () => {
        const outcome = decide(event);
        if (outcome === 'own' && isKey(event)) takeKey(event);
        else if (outcome === 'stop') stop(event);
      }),
    note,
  );
  const peers = new PeerLink(gate, peer);
  // A window of the page's own may hold an older copy, too.
  const decider = new Decider(guard, peers, lifecycle, isLoaded);
  const scanner = new Scanner(parts, gate, lifecycle, () => descriptions.scanned());
  const descriptions = new Descriptions(
    webmail,
    base,
    () => guard.isHolding(),
    () => scanner.anew(),
  );
  const describe = (): void => void descriptions.refresh().catch(() => {});

  // Asked before an older copy hands over: what this one holds from then on is another matter.
  const unsent = ask('unsent', { started }).catch(() => ({ wasHeld: false }));
  const findOthers = async (): Promise<void> => {
    const hasOlder = peers.open((await ask('secret', { root: rootOf(window) })).secret);
    // It hands over what it holds, or knows what became of it, and could not tell the background.
    if (hasOlder) return;
    // An older copy hears presses before the page's scripts do; one that comes to a loaded page alone does not.
    if (isLate) health.add('reload-needed');
    unsent.then(({ wasHeld }) => wasHeld && !hasSent && showStatus(document, 'unsent'));
  };
  // Once more for a background that was being replaced.
  findOthers()
    .catch(() => pause(waitOf('secret')).then(findOthers))
    .catch(() => {})
    // Not before an older copy has given way: what it asks is still good.
    .then(() => isLoaded && clearLeftovers(document));
  // Ahead of the core: should that fail, policy says what becomes of a mail.
  pagePolicy(self.origin).then(({ isHolding }) => isHolding && verdicts.supposeHolding());
  ask('guarding', {}).then(
    (guarding) => verdicts.adopt(guarding),
    () => {},
  );
  onPush((push) => {
    // Sent to all: what is paused here alone has to be asked for.
    ask('guarding', {}).then(
      (guarding) => verdicts.adopt(guarding),
      () => verdicts.adopt(push.guarding),
    );
    describe();
  });
  describe();
  onQuestion((request) => questions.take(request));
  // What is asked at Send has the focus already; what was just said to be right can be taken back first.
  onShowNotice(() => void (lifecycle.isAside() || isDialogOpen() || focusBar() || scanner.notices.open()));
  onTampered(() => health.add('tampered'));
  // Through the gate, which hears them also after `document.open`. A page that dispatches them has not been left.
  gate.listen(['pagehide'], ({ isTrusted }) => isTrusted && void ask('gone', {}).catch(() => {}));
  // A page that was drawn ahead of its being opened has another frame number from then on.
  gate.listen(['pageshow', 'prerenderingchange'], ({ isTrusted }) => isTrusted && health.forget());
  leaveSubject({ webmail, isAside: () => lifecycle.isAside() });
  scanner.start();
  return descriptions;
}

function stop(event: Event): void {
  event.stopImmediatePropagation();
  // The end of a touch makes the click; cancelling it would hide how the press ends.
  if (event.type !== 'touchstart' && event.type !== 'touchend') event.preventDefault();
}
