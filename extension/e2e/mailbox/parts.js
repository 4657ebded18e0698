/** Parts that the composes of several webmails have alike. */
import { h, ICONS, icon } from './dom.js';

/** The classes of a compose's box: beside another one, or as large as the page. */
export function boxClasses(app, compose) {
  const isSecond = app.composes.some((one) => one.root.isConnected);
  return `.box${isSecond ? '.second' : ''}${compose.kind === 'full' ? '.full' : ''}`;
}

/** The button beside Send whose menu has one entry, which sends later. */
export function scheduleButton(app, compose, tag, { entry, ...attributes }) {
  const { texts } = app;
  const button = h(tag, { 'aria-label': texts.more, ...attributes }, icon(ICONS.down, 16));
  button.addEventListener('click', () => {
    app.menu(button, [[entry, texts.schedule, () => app.send(compose, 'menu', 'schedule')]]);
  });
  return button;
}
