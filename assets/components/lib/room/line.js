// The line between a browser and a room: it comes back by itself, and says each time what it has seen already.

const [FIRST, LONGEST] = [250, 4000] // milliseconds until it tries again, doubled each time, and shaken
const GONE = 4404 // the server knows no such room
const REFUSED = [4403, 4409] // this browser does not drive it, or not any more
const ELSEWHERE = 4410 // another process of the server has it

/** @typedef {'open' | 'lost' | 'gone' | 'refused'} LineState */

export class Line {
  /**
   * @param {string} root the app's address, with a slash at its end
   * @param {string} code the room's
   * @param {() => object} hello what is said first, each time
   * @param {(data: any) => void} hear what came: an object, or a Blob
   * @param {(state: LineState) => void} became
   * @param {() => void} [move] goes where the room is, before the line is tried again
   */
  constructor(root, code, hello, hear, became, move) {
    this.address = new URL(`room/${code}/line`, root)
    this.address.protocol = this.address.protocol.replace('http', 'ws')
    this.hello = hello
    this.hear = hear
    this.became = became
    this.move = move
    this.pause = FIRST
    this.over = false
    this.open()
  }

  /** @param {object} what */
  say(what) {
    if (this.socket.readyState === 1) this.socket.send(JSON.stringify(what))
  }

  close() {
    this.over = true
    clearTimeout(this.timer)
    this.socket.close()
  }

  open() {
    const socket = new NativeSocket(this.address)
    this.socket = socket
    socket.onopen = () => {
      this.say(this.hello())
      this.became('open')
    }
    socket.onmessage = ({ data }) => {
      this.pause = FIRST // it is no line that is opened only to be closed
      this.hear(typeof data === 'string' ? JSON.parse(data) : data)
    }
    socket.onclose = ({ code }) => {
      if (this.over) return
      if (REFUSED.includes(code)) return this.became('refused')
      if (code === ELSEWHERE) this.move?.()
      this.became(code === GONE ? 'gone' : 'lost')
      this.timer = setTimeout(() => this.open(), this.pause * (0.5 + Math.random()))
      this.pause = Math.min(LONGEST, this.pause * 2)
    }
  }
}

/** The browser's own, whatever a page puts in its place later. */
const NativeSocket = window.WebSocket
