/**
 * A Send that is off while no recipient stands in the compose, as Yahoo's is.
 * A shortcut sends all the same, and takes over what is typed first.
 */

/** Whether a control of the page takes no press now. */
export function isOff(control) {
  return control.disabled === true || control.getAttribute('aria-disabled') === 'true';
}

/** Whether somebody stands in a field: not what is merely typed. */
function standsIn(compose) {
  return Object.values(compose.fields).some((field) => field.standing === undefined || field.standing() > 0);
}

/** Draws the compose's Send on or off at each change, `sendOffAfter` ms later. */
export function switchSend({ options }, compose) {
  const { sendOff, sendOffAfter } = options;
  if (sendOff === null) return;
  const draw = () => {
    const isOn = standsIn(compose);
    for (const control of [compose.sendButton, compose.archive]) if (control) turn(control, isOn, sendOff);
  };
  const changed = () => {
    if (sendOffAfter > 0) setTimeout(draw, sendOffAfter);
    else draw();
  };
  for (const field of Object.values(compose.fields)) {
    field.changed = changed;
    field.input.addEventListener('input', changed);
  }
  draw();
}

function turn(control, isOn, how) {
  if (how === 'disabled' && control.localName === 'button') {
    control.disabled = !isOn;
    return;
  }
  control.setAttribute('aria-disabled', String(!isOn));
  // What is no button takes no focus while it is off.
  if (control.localName !== 'button') control.setAttribute('tabindex', isOn ? '0' : '-1');
}
