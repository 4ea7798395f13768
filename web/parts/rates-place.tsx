import { rateHeight } from '../charts/rates.ts'

/** The place of so many small plots, which stand in two columns where there is room. */
export function ratesPlace(many: number) {
  return {
    className: 'rates',
    parts: many,
    paperHeight: Math.ceil(many / 2) * rateHeight,
    children: (
      <>
        <div className="rates-two" style={{ height: Math.ceil(many / 2) * rateHeight }} />
        <div className="rates-one" style={{ height: many * rateHeight }} />
      </>
    ),
  }
}
