/** How often a person or a script pressed Send, by which a mail that went twice is judged. */
export class Presses {
  /** compose → presses */
  #byCompose = new Map();

  note(compose, way) {
    const name = `m${compose + 1}`;
    const { byHand, byScript } = this.#of(name);
    if (way === 'script') this.#byCompose.set(name, { byHand, byScript: byScript + 1 });
    else this.#byCompose.set(name, { byHand: byHand + (way === 'double' ? 2 : 1), byScript });
  }

  /** Pages that take a second press send twice by themselves; a mail that was played again went twice by us. */
  doubles(sent) {
    const found = [];
    for (const [compose, sends] of Map.groupBy(sent, (mail) => mail.compose)) {
      const { byHand, byScript } = this.#of(compose);
      const played = sends.filter(({ isTrusted }) => !isTrusted).length;
      if (sends.length === 1 || (sends.length <= byHand + byScript && played <= byScript)) continue;
      const how = sends.map((one) => `${one.how}${one.isTrusted ? '' : ', played'} at ${one.at - sends[0].at} ms`);
      found.push(`${compose} to ${sends[0].to}: ${how.join('; ')}; ${byHand + byScript} presses`);
    }
    return found;
  }

  #of(name) {
    return this.#byCompose.get(name) ?? { byHand: 0, byScript: 0 };
  }
}
