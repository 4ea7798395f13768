/** For a part that scrolls: it can be reached by keyboard, so that its arrows scroll it. */
export const scrollable = { tabIndex: 0 }
