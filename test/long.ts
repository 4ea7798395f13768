/**
 * Whether there is time: with TALKMETER_TEST_LONG what is tried at random is tried far more often. Without it as often as finds
 * what breaks often; each run of the suite tries something else.
 */
export const isLong: boolean = process.env['TALKMETER_TEST_LONG'] !== undefined
