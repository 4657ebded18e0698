/** What the handlers of every topic have in common. */
import type { Effects, Keeping, Parts } from './parts.ts';

export class Requests {
  protected readonly parts: Parts;
  protected readonly keeping: Keeping;
  protected readonly effects: Effects;

  constructor(parts: Parts, effects: Effects) {
    this.parts = parts;
    this.keeping = parts.keeping;
    this.effects = effects;
  }
}
