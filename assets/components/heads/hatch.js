// What a causal mask hides, drawn as such: hatched, not empty.

/** Hatch every cell right of the diagonal of a matrix with `size` rows. */
export function hatch(context, size, width, height, theme) {
  context.save()
  context.beginPath()
  for (let i = 0; i < size - 1; i++) context.rect((i + 1) * width, i * height, (size - i - 1) * width, height)
  context.clip()
  context.fillStyle = theme.background
  context.fillRect(0, 0, size * width, size * height)
  context.beginPath()
  const reach = size * (width + height)
  for (let x = -size * height; x < reach; x += 7) {
    context.moveTo(x, 0)
    context.lineTo(x + size * height, size * height)
  }
  context.strokeStyle = theme.line
  context.lineWidth = 1
  context.stroke()
  context.restore()
}
