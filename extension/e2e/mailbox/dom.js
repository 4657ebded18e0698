/** Building elements without markup strings: the fixture pages enforce Trusted Types. */

/** h('div.a.b', {role: 'button'}, 'text', child): an element with classes, attributes and children. */
export function h(shape, attributes = {}, ...children) {
  const [tag, ...classes] = shape.split('.');
  const element = document.createElement(tag || 'div');
  if (classes.length > 0) element.className = classes.join(' ');
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    element.setAttribute(name, value === true ? '' : String(value));
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

/** Line icons drawn as paths, in the colour of the text. */
export function icon(path, size = 20) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  for (const [name, value] of Object.entries({
    viewBox: '0 0 24 24',
    width: size,
    height: size,
    fill: 'none',
    stroke: 'currentColor',
    'stroke-width': 1.7,
    'stroke-linecap': 'round',
    'stroke-linejoin': 'round',
    'aria-hidden': 'true',
  }))
    svg.setAttribute(name, String(value));
  const line = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  line.setAttribute('d', path);
  svg.append(line);
  return svg;
}

export const ICONS = {
  pencil: 'M4 20l1-4L16 5l3 3L8 19z M14 7l3 3',
  inbox: 'M4 13l3-8h10l3 8v6H4z M4 13h5l1 3h4l1-3h5',
  star: 'M12 4l2.4 5 5.6.7-4 3.8 1 5.5-5-2.7-5 2.7 1-5.5-4-3.8 5.6-.7z',
  sent: 'M4 12l16-7-6 15-3-6z M11 14l9-9',
  draft: 'M6 3h8l4 4v14H6z M14 3v4h4',
  bin: 'M5 7h14 M9 7V4h6v3 M7 7l1 13h8l1-13',
  search: 'M11 5a6 6 0 110 12 6 6 0 010-12z M16 16l4 4',
  close: 'M6 6l12 12 M18 6L6 18',
  clip: 'M8 12l6-6a3 3 0 014 4l-8 8a5 5 0 01-7-7l7-7',
  down: 'M6 10l6 6 6-6',
};
