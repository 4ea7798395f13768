const piece = 5000

/** A statement has a limit, and a person may have many messages, dialogues and calls. */
export function piecesOf<Item>(items: readonly Item[]): Item[][] {
  const pieces: Item[][] = []
  for (let at = 0; at < items.length; at += piece) pieces.push(items.slice(at, at + piece))
  return pieces
}
