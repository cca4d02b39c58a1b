// Who says whether a picture shows something: its nearest training pictures, as in core/labs/autoencoders/judge.py.

const NEIGHBOURS = 5

export class Judge {
  /**
   * @param {import('../component.js').Numbers} training pictures (M, X)
   * @param {number[]} classes of each
   * @param {number} reach how far the nearest one may be
   */
  constructor({ shape, values }, classes, reach) {
    this.count = shape[0]
    this.size = shape[1]
    this.values = values
    this.classes = classes
    this.reach = reach
  }

  /**
   * What is said of a picture.
   * @param {ArrayLike<number>} picture
   */
  judge(picture) {
    const numbers = new Array(Math.min(NEIGHBOURS, this.count)).fill(-1) // nearest first
    const squares = numbers.map(() => Infinity)
    const last = numbers.length - 1
    for (let k = 0, at = 0; k < this.count; k++, at = k * this.size) {
      let square = 0
      for (let pixel = 0; pixel < this.size && square < squares[last]; pixel++) square += (picture[pixel] - this.values[at + pixel]) ** 2
      if (square >= squares[last]) continue
      let place = last
      for (; place > 0 && squares[place - 1] > square; place--) [squares[place], numbers[place]] = [squares[place - 1], numbers[place - 1]]
      ;[squares[place], numbers[place]] = [square, k]
    }
    const classes = numbers.map((number) => this.classes[number])
    const distance = Math.sqrt(squares[0])
    const agreed = classes.every((one) => one === classes[0])
    return { numbers, classes, agreed, distance, near: distance <= this.reach, recognised: agreed && distance <= this.reach }
  }
}
