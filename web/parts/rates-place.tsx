import { rateHeight } from '../charts/rates.ts'

/** The place of so many small plots, which stand in two columns where there is room. */
export function ratesPlace(many: number) {
  const inTwo = Math.ceil(many / 2) * rateHeight
  return {
    className: 'rates',
    parts: many,
    paperHeight: inTwo,
    children: (
      <>
        <div className="rates-two" style={{ height: inTwo }} />
        <div className="rates-one" style={{ height: many * rateHeight }} />
      </>
    ),
  }
}
