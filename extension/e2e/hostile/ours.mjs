/** An element of ours as both browsers describe it. */

/** Notes where something of ours is drawn: its box, and its middle. */
export function place(one, across, down) {
  const [left, right] = [Math.min(...across), Math.max(...across)];
  const [top, bottom] = [Math.min(...down), Math.max(...down)];
  if (right - left < 1 || bottom - top < 1) return;
  one.box = { left, top, right, bottom };
  one.place = { x: (left + right) / 2, y: (top + bottom) / 2 };
}

export function described(tag, attributes, text) {
  return {
    tag,
    choice: attributes['data-choice'] ?? '',
    name: attributes.class ?? '',
    open: 'open' in attributes,
    text: text.replaceAll(/[\u2066-\u2069\u200e\u200f]/gu, '').trim(),
  };
}
