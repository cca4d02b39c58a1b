// The line to a room: frames as the server packs them, coming back by itself, and knowing when not to.

import assert from 'node:assert/strict'
import { beforeEach, mock, test } from 'node:test'
import { deflateSync } from 'node:zlib'

const sockets = []

class FakeSocket {
  constructor(address) {
    Object.assign(this, { address, readyState: 0, said: [] })
    sockets.push(this)
  }
  send(text) {
    this.said.push(JSON.parse(text))
  }
  close() {
    this.closed = true
  }
  opened() {
    this.readyState = 1
    this.onopen()
  }
  lost(code = 1006) {
    this.readyState = 3
    this.onclose({ code })
  }
}

globalThis.window = { WebSocket: FakeSocket }
const { Line } = await import('../../assets/components/lib/room/line.js')
const { unframed } = await import('../../assets/components/lib/room/frame.js')

let heard, states

function line(hello = () => ({ role: 'follower' })) {
  ;[heard, states] = [[], []]
  return new Line('http://hall.test/app/', 'K7QXM', hello, (said) => heard.push(said), (state) => states.push(state))
}

beforeEach(() => {
  mock.timers.reset()
  sockets.length = 0
})

test('a frame is taken apart into its record and its messages', async () => {
  const record = Buffer.from(JSON.stringify({ where: 'Gates · 步 3', sizes: [2, 0, 3] }))
  const length = Buffer.alloc(4)
  length.writeUInt32BE(record.length)
  const frame = await unframed(new Blob([deflateSync(Buffer.concat([length, record, Buffer.from('abcde')]))]))
  assert.equal(frame.record.where, 'Gates · 步 3')
  assert.deepEqual(frame.messages.map((message) => Buffer.from(message).toString()), ['ab', '', 'cde'])
})

test('it asks where the app lies, and says hello each time with what it has seen by then', () => {
  mock.timers.enable({ apis: ['setTimeout'] })
  let version = 0
  line(() => ({ version }))
  assert.equal(sockets[0].address.href, 'ws://hall.test/app/room/K7QXM/line')
  sockets[0].opened()
  version = 7
  sockets[0].lost()
  mock.timers.tick(10_000)
  sockets[1].opened()
  assert.deepEqual(sockets.map(({ said }) => said), [[{ version: 0 }], [{ version: 7 }]])
  assert.deepEqual(states, ['open', 'lost', 'open'])
})

test('a room that is not there yet is asked for again; one that is driven from elsewhere is not', () => {
  mock.timers.enable({ apis: ['setTimeout'] })
  line()
  sockets[0].lost(4404)
  mock.timers.tick(10_000)
  sockets[1].lost(4409)
  mock.timers.tick(100_000)
  assert.equal(sockets.length, 2)
  assert.deepEqual(states, ['gone', 'refused'])
})

test('a room that another process has is gone to before it is asked for again', () => {
  mock.timers.enable({ apis: ['setTimeout'] })
  const done = []
  new Line('http://hall.test/', 'K7QXM', () => ({}), () => {}, (state) => done.push(state), () => done.push('moved'))
  sockets[0].lost(4410)
  mock.timers.tick(10_000)
  assert.equal(sockets.length, 2)
  assert.deepEqual(done, ['moved', 'lost'])
})

test('a line that is opened only to be closed is asked for ever more rarely', () => {
  mock.timers.enable({ apis: ['setTimeout'] })
  line()
  for (let seconds = 0; seconds < 60; seconds++) {
    if (sockets.at(-1).readyState !== 3) {
      sockets.at(-1).opened()
      sockets.at(-1).lost(4404)
    }
    mock.timers.tick(1000)
  }
  assert.ok(sockets.length < 40, `${sockets.length} in a minute`)
})

test('who closes a line is left alone', () => {
  mock.timers.enable({ apis: ['setTimeout'] })
  const one = line()
  one.close()
  sockets[0].lost()
  mock.timers.tick(100_000)
  assert.deepEqual([sockets.length, states.length], [1, 0])
})

test('what is said before the line is open is not said', () => {
  const one = line()
  one.say({ pace: 'lost' })
  sockets[0].opened()
  one.say({ pace: 'fast' })
  assert.deepEqual(sockets[0].said, [{ role: 'follower' }, { pace: 'fast' }])
})
