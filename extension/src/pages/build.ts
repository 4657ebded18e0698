/** What the build says about itself. */

declare const __SOURCE__: string | undefined;
declare const __UNREAD_LOCALES__: readonly string[] | undefined;

/** Where the source code is; '' in a build that names no place. */
export const SOURCE = typeof __SOURCE__ === 'string' ? __SOURCE__ : '';

/** Languages, "it" or "pt-BR", whose translation no native speaker has read yet. */
export const UNREAD = typeof __UNREAD_LOCALES__ === 'object' ? __UNREAD_LOCALES__ : [];
