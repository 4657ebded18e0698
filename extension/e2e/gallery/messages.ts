/**
 * `chrome.i18n` for pages that are no extension's: texts of one locale.
 */
export type Messages = Readonly<
  Record<
    string,
    { readonly message: string; readonly placeholders?: Readonly<Record<string, { readonly content: string }>> }
  >
>;

export function speak(language: string, messages: Messages): void {
  const getMessage = (name: string, substitutions: readonly string[] = []): string => {
    const entry = messages[name];
    if (entry === undefined) return '';
    return entry.message.replace(/\$(\w+)\$/g, (whole, placeholder: string) => {
      const content = entry.placeholders?.[placeholder.toLowerCase()]?.content;
      return content?.replace(/\$(\d)/g, (_, position) => substitutions[Number(position) - 1] ?? '') ?? whole;
    });
  };
  const i18n = { getMessage, getUILanguage: () => language };
  Object.assign(globalThis, { chrome: { ...(globalThis as { chrome?: object }).chrome, i18n } });
}
