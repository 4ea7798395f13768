/** What the console shows while nobody can sign in yet: where to set the installation up, and the code that it asks for. */
export function welcome(url: string, setupCode: string): string {
  const rows = [
    'Talkmeter runs, and waits to be set up:',
    '',
    `Open   ${url}/setup`,
    `Code   ${setupCode}`,
    '',
    'The code is good until somebody used it, or until the next start.',
  ]
  const width = Math.max(...rows.map((row) => row.length))
  const box = [
    `╭${'─'.repeat(width + 4)}╮`,
    ...rows.map((row) => `│  ${row.padEnd(width)}  │`),
    `╰${'─'.repeat(width + 4)}╯`,
  ]
  return `\n${box.join('\n')}\n`
}
