/**
 * Where protected lists come from, and where reports of warnings are taken. The
 * one place that knows such an address: the manifest's connect-src is made from it too.
 */

declare const __LIST_SERVER__: string | undefined;
declare const __LIST_ROOT__: string | undefined;
declare const __FEEDBACK_FORM__: string | undefined;
declare const __REMOTE_DESCRIPTIONS__: boolean | undefined;

/**
 * The public list server. A name that is reserved for examples, so that no
 * stranger is asked until its operator's name is written here; `scripts/build.mjs --server URL` builds for another one.
 */
export const PUBLIC_LIST_SERVER = 'https://lists.nearmiss.example';

/** An origin without a trailing slash. */
export const LIST_SERVER: string = typeof __LIST_SERVER__ === 'undefined' ? PUBLIC_LIST_SERVER : __LIST_SERVER__;

/**
 * Text of the root metadata that the public channel is trusted by; '' in a build
 * that was given none, which takes lists from its own machine alone.
 */
export const LIST_ROOT: string = typeof __LIST_ROOT__ === 'undefined' ? '' : __LIST_ROOT__;

/** False in a build that uses only the descriptions of webmails that it was packed with. */
export const TAKES_DESCRIPTIONS: boolean =
  typeof __REMOTE_DESCRIPTIONS__ === 'undefined' ? true : __REMOTE_DESCRIPTIONS__;

/**
 * The form that a report of a wrong or missed warning is taken to, "{text}" where
 * the text goes; '' in a build that was given none.
 */
export const FEEDBACK_FORM: string = typeof __FEEDBACK_FORM__ === 'undefined' ? '' : __FEEDBACK_FORM__;
