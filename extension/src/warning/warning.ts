/**
 * What a person sees in a webmail page: the quiet notice at a compose, the
 * dialog that holds a mail at Send, and a short status line. Each lives in a
 * closed shadow root: the page's styles do not reach it, its scripts cannot press
 * its buttons, and people press only what they could see.
 */
export { focusBar } from './bar.ts';
export { copySuggestion } from './clipboard.ts';
export { askAtSend, isDialogOpen, leaveQuestion } from './dialog.ts';
export { clearLeftovers, isOwnEvent, takeKey } from './host.ts';
export { hideNotice, openNotice, showNotice } from './notice.ts';
export type { Answer, Decision, NoticeHandlers, Question } from './question.ts';
export { hideStatus, type Status, showStatus } from './status.ts';
export { onTampered } from './tampering.ts';
export { WARNING_TEXTS } from './texts.ts';
export { offerUndo, type Trusted } from './undo.ts';
