/** The text of a list, whose format core/list/list.go specifies. */

/** "military" for "# name: military"; '' when the header has no such key. */
export function headerOf(content: string, key: string): string {
  const header = content.slice(0, Math.max(0, content.indexOf('\n\n')));
  return new RegExp(`^# ${key}: (.*)$`, 'm').exec(header)?.[1] ?? '';
}

export function entriesOf(content: string): string[] {
  const body = content.slice(content.indexOf('\n\n') + 2);
  return body
    .split('\n')
    .map((line) => line.split(' # ')[0] ?? '')
    .filter((line) => line !== '' && !line.startsWith('#'));
}
