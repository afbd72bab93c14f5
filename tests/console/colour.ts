/** sRGB, each channel 0 to 255. */
export type Rgb = [number, number, number]
type Matrix = [Rgb, Rgb, Rgb]

export function fromHex(hex: string): Rgb {
  const value = Number.parseInt(hex.slice(1, 7), 16)
  return [value >> 16, (value >> 8) & 255, value & 255]
}

const linear = (channel: number) => (channel <= 10.31475 ? channel / 255 / 12.92 : ((channel / 255 + 0.055) / 1.055) ** 2.4)
const encoded = (light: number) => 255 * (light <= 0.0031308 ? 12.92 * light : 1.055 * light ** (1 / 2.4) - 0.055)

function times(matrix: Matrix, vector: Rgb): Rgb {
  return matrix.map((row) => row[0] * vector[0] + row[1] * vector[1] + row[2] * vector[2]) as Rgb
}

/**
 * Full dichromacy on linear sRGB.
 * Source: Machado, Oliveira and Fernandes, IEEE TVCG 15(6), 2009, severity 1.0.
 */
const dichromat: { [kind: string]: Matrix } = {
  protan: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deutan: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritan: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
}

export const kindsOfSight = ['normal', 'protan', 'deutan', 'tritan', 'grey'] as const
export type Sight = (typeof kindsOfSight)[number]

/** How a colour looks to someone: dichromacy by matrix, grey by luminance alone. */
export function seenBy(sight: Sight, rgb: Rgb): Rgb {
  if (sight === 'normal') return rgb
  const light = rgb.map(linear) as Rgb
  if (sight === 'grey') {
    const grey = encoded(luminance(rgb))
    return [grey, grey, grey]
  }
  return times(dichromat[sight] as Matrix, light).map((channel) => encoded(Math.min(1, Math.max(0, channel)))) as Rgb
}

function luminance(rgb: Rgb): number {
  return 0.2126 * linear(rgb[0]) + 0.7152 * linear(rgb[1]) + 0.0722 * linear(rgb[2])
}

/** Contrast ratio, 1 to 21. Source: WCAG 2.2, definition of contrast ratio. */
export function contrast(one: Rgb, other: Rgb): number {
  const [high, low] = [luminance(one), luminance(other)].sort((left, right) => right - left) as [number, number]
  return (high + 0.05) / (low + 0.05)
}

function toLab(rgb: Rgb): Rgb {
  const toXyz: Matrix = [
    [0.4124564, 0.3575761, 0.1804375],
    [0.2126729, 0.7151522, 0.072175],
    [0.0193339, 0.119192, 0.9503041],
  ]
  const white: Rgb = [0.95047, 1, 1.08883]
  const [x, y, z] = times(toXyz, rgb.map(linear) as Rgb).map((value, index) => {
    const share = value / (white[index] as number)
    return share > 216 / 24389 ? Math.cbrt(share) : ((24389 / 27) * share + 16) / 116
  }) as Rgb
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)]
}

const degrees = (angle: number) => (angle * Math.PI) / 180

function hueOf(a: number, b: number): number {
  const hue = (Math.atan2(b, a) * 180) / Math.PI
  return hue < 0 ? hue + 360 : hue
}

function meanHue(one: number, other: number): number {
  if (Math.abs(one - other) <= 180) return (one + other) / 2
  return one + other < 360 ? (one + other + 360) / 2 : (one + other - 360) / 2
}

function hueStep(one: number, other: number): number {
  const step = other - one
  if (Math.abs(step) <= 180) return step
  return step > 180 ? step - 360 : step + 360
}

/**
 * Colour difference CIEDE2000 of two sRGB colours, weights 1.
 * Source: Sharma, Wu and Dalal, Color Research and Application 30(1), 2005; checked against its published pairs.
 */
export function difference(one: Rgb, other: Rgb): number {
  return differenceOfLab(toLab(one), toLab(other))
}

export function differenceOfLab([l1, a1, b1]: Rgb, [l2, a2, b2]: Rgb): number {
  const meanChroma7 = ((Math.hypot(a1, b1) + Math.hypot(a2, b2)) / 2) ** 7
  const stretch = 1 + 0.5 * (1 - Math.sqrt(meanChroma7 / (meanChroma7 + 25 ** 7)))
  const c1 = Math.hypot(a1 * stretch, b1)
  const c2 = Math.hypot(a2 * stretch, b2)
  const h1 = c1 === 0 ? 0 : hueOf(a1 * stretch, b1)
  const h2 = c2 === 0 ? 0 : hueOf(a2 * stretch, b2)
  const grey = c1 * c2 === 0
  const dHue = 2 * Math.sqrt(c1 * c2) * Math.sin(degrees((grey ? 0 : hueStep(h1, h2)) / 2))
  const light = (l1 + l2) / 2
  const chroma = (c1 + c2) / 2
  const hue = grey ? h1 + h2 : meanHue(h1, h2)
  const t =
    1 -
    0.17 * Math.cos(degrees(hue - 30)) +
    0.24 * Math.cos(degrees(2 * hue)) +
    0.32 * Math.cos(degrees(3 * hue + 6)) -
    0.2 * Math.cos(degrees(4 * hue - 63))
  const sl = 1 + (0.015 * (light - 50) ** 2) / Math.sqrt(20 + (light - 50) ** 2)
  const sc = 1 + 0.045 * chroma
  const sh = 1 + 0.015 * chroma * t
  const turn = -2 * Math.sqrt(chroma ** 7 / (chroma ** 7 + 25 ** 7)) * Math.sin(degrees(60 * Math.exp(-(((hue - 275) / 25) ** 2))))
  const [dl, dc, dh] = [(l2 - l1) / sl, (c2 - c1) / sc, dHue / sh]
  return Math.sqrt(dl * dl + dc * dc + dh * dh + turn * dc * dh)
}
