// What the viewer has set and Python has not yet answered. Streamlit may run once for two reports and then sees only the
// later one, so each report repeats everything that is still unanswered.

const PACE = 100 // milliseconds between two reports of a slider that is being dragged

export class Reports {
  /** @param {(report: {serial: number, entries: object}) => void} send */
  constructor(send) {
    this.send = send
    this.waiting = [] // {serial, entries}, oldest first
    this.serial = 0
  }

  /** Everything that is unanswered, by name. */
  get entries() {
    return Object.assign({}, ...this.waiting.map(({ entries }) => entries))
  }

  /** Report soon: now, or when Python has had time for the last report. */
  tell(entries) {
    this.serial = Math.max(this.serial + 1, Date.now()) // larger than any of an earlier visit
    this.waiting.push({ serial: this.serial, entries })
    this.timer ??= setTimeout(() => {
      this.timer = null
      this.send({ serial: this.serial, entries: this.entries })
    }, PACE)
  }

  /** Python has answered all up to the one of that serial number. */
  answered(serial) {
    this.waiting = this.waiting.filter((report) => report.serial > serial)
  }

  close() {
    clearTimeout(this.timer)
  }
}
