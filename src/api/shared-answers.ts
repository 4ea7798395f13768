/** Answers that who asks the same at nearly the same time have in common. */
export type SharedAnswers<Answer> = (question: string, answer: () => Promise<Answer>) => Promise<Answer>

const questionsMax = 1000

/**
 * Shares answers for so many milliseconds from when they were asked for: a screen on the wall of every office asks the same
 * every few seconds. A failure is shared with those who wait for it, and with nobody after.
 * @param now milliseconds
 */
export function createSharedAnswers<Answer>(milliseconds: number, now: () => number): SharedAnswers<Answer> {
  const known = new Map<string, { at: number; answer: Promise<Answer> }>()
  return (question, answer) => {
    const at = now()
    for (const [key, one] of known) {
      // They are in the order of their time. A clock that was put back leaves none that would last for ever.
      if (at - one.at < milliseconds && at >= one.at && known.size < questionsMax) break
      known.delete(key)
    }
    const before = known.get(question)
    if (before !== undefined) return before.answer
    const made = { at, answer: answer() }
    known.set(question, made)
    made.answer.catch(() => {
      if (known.get(question) === made) known.delete(question)
    })
    return made.answer
  }
}
