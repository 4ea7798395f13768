import { dataUrlOf } from '../read-picture.ts'
import { fontFamily } from './ink.ts'

/**
 * Draws an element of the page as it is seen, on a canvas of so many pixels for each of the screen; what scrolls within it is drawn
 * whole. The browser draws it itself, from a copy that carries its look with it.
 */
export async function elementCanvas(element: HTMLElement, scale: number): Promise<HTMLCanvasElement> {
  const place = document.createElement('div')
  place.className = 'picture-place'
  const copy = element.cloneNode(true) as HTMLElement
  copy.classList.add('picture-copy')
  place.style.width = `${element.getBoundingClientRect().width}px`
  place.append(copy)
  document.body.append(place)
  try {
    await putPictures(element, copy)
    const { width, height } = copy.getBoundingClientRect()
    const look = await facesOf()
    const source = svgOf(frozen(copy), { width: Math.ceil(width), height: Math.ceil(height), look })
    const image = new Image()
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(source)}`
    await image.decode()
    const canvas = document.createElement('canvas')
    canvas.width = Math.ceil(width) * scale
    canvas.height = Math.ceil(height) * scale
    canvas.getContext('2d')!.drawImage(image, 0, 0, canvas.width, canvas.height)
    return canvas
  } finally {
    place.remove()
  }
}

/** A copy of a canvas is empty: a picture of it takes its place. */
async function putPictures(element: HTMLElement, copy: HTMLElement): Promise<void> {
  const canvases = element.querySelectorAll('canvas')
  const copies = copy.querySelectorAll('canvas')
  await Promise.all(
    Array.from(canvases, async (canvas, at) => {
      const image = new Image()
      image.className = canvas.className
      const { width, height } = canvas.getBoundingClientRect()
      image.style.width = `${width}px`
      image.style.height = `${height}px`
      image.src = canvas.toDataURL()
      await image.decode()
      copies[at]!.replaceWith(image)
    }),
  )
}

/** What makes the look of an element; all else is as it is without a style sheet. */
const looks = [
  'display position top left right bottom z-index box-sizing width height min-width min-height max-width max-height',
  'margin-top margin-right margin-bottom margin-left padding-top padding-right padding-bottom padding-left',
  'border-top border-right border-bottom border-left border-radius border-collapse border-spacing outline',
  'background-color background-image background-size background-repeat opacity transform overflow-x overflow-y',
  'color font-family font-size font-weight font-style font-feature-settings font-variant-numeric line-height letter-spacing',
  'text-align text-decoration text-overflow text-transform text-indent vertical-align white-space overflow-wrap word-break',
  'flex-grow flex-shrink flex-basis flex-direction flex-wrap align-items align-self align-content',
  'justify-content justify-self justify-items gap order appearance cursor',
  'grid-template-columns grid-template-rows grid-column grid-row list-style table-layout visibility direction unicode-bidi',
  'fill stroke stroke-width object-fit clip-path',
]
  .join(' ')
  .split(' ')

/** The element as a text, each of its parts with the look that it has in the page. */
function frozen(copy: HTMLElement): string {
  const parts = [copy, ...copy.querySelectorAll<HTMLElement>('*')]
  const styles = parts.map((part) => {
    const style = getComputedStyle(part)
    return looks.map((name) => `${name}:${style.getPropertyValue(name)}`).join(';')
  })
  for (const [at, part] of parts.entries()) {
    part.style.cssText = styles[at]!
    part.removeAttribute('id')
    part.removeAttribute('title')
  }
  copy.style.margin = '0'
  return new XMLSerializer().serializeToString(copy)
}

type Framed = { width: number; height: number; look: string }

function svgOf(content: string, { width, height, look }: Framed): string {
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><style>${look}</style>` +
    `<foreignObject x="0" y="0" width="${width}" height="${height}">${content}</foreignObject></svg>`
  )
}

let faces: Promise<string> | undefined

/** The faces of the page's font with their files in them, as a picture may load nothing. */
function facesOf(): Promise<string> {
  faces ??= readFaces().catch(() => {
    faces = undefined
    return ''
  })
  return faces
}

async function readFaces(): Promise<string> {
  const family = /"([^"]+)"/.exec(fontFamily)![1]!
  const rules = [...document.styleSheets]
    .flatMap((sheet) => [...sheet.cssRules])
    .filter((rule): rule is CSSFontFaceRule => rule instanceof CSSFontFaceRule)
    .filter(({ style }) => style.getPropertyValue('font-family').includes(family))
  const texts = await Promise.all(
    rules.map(async (rule) => {
      const address = /url\("?([^")]+)"?\)/.exec(rule.style.getPropertyValue('src'))?.[1]
      const isUsed = [...document.fonts].some(
        ({ status, unicodeRange }) =>
          status === 'loaded' && unicodeRange === rule.style.getPropertyValue('unicode-range'),
      )
      if (address === undefined || !isUsed) return ''
      const base = rule.parentStyleSheet?.href ?? location.href
      const file = await (await fetch(new URL(address, base))).blob()
      return rule.cssText.replace(/url\("?[^")]+"?\)/, `url("${await dataUrlOf(file)}")`)
    }),
  )
  return texts.join('')
}
