// The speaker's window: what to say here and next, the clock, who is there and how they are, the answers, and what
// everyone sees. It is a second window of the browser that drives the room.

import { html, write } from '../lib/dom.js'
import { Line } from '../lib/room/line.js'
import { kept } from '../lib/room/secret.js'
import { question } from '../lib/room/vote.js'

const { code, root, words } = JSON.parse(document.getElementById('room').textContent)
const base = new URL(root, location.href)
const begun = Date.now()

const titled = (name, title, ...inside) => html('section', { class: name }, html('h2', {}, title), ...inside)
const [state, said, next, count, clock, since, people, paces, votes] = Array.from({ length: 9 }, () => html('p'))
const seen = html('iframe', { src: new URL(`room/${code}?watch`, base), title: words.seen })
state.setAttribute('role', 'status')
said.className = 'said'
document.body.append(
  html('main', {}, titled('notes', words.say, count, said, html('h2', {}, words.next), next), titled('seen', words.seen, seen)),
  html('aside', {}, state, titled('clock', words.clock, clock), titled('clock', words.since, since), titled('people', words.people, people, paces), titled('votes', words.votes, votes)),
)

const two = (number) => `${number}`.padStart(2, '0')

function tick() {
  const now = new Date()
  write(clock, `${two(now.getHours())}:${two(now.getMinutes())}`)
  const seconds = Math.floor((Date.now() - begun) / 1000)
  write(since, `${Math.floor(seconds / 60)}:${two(seconds % 60)}`)
}

function show(facts) {
  const { note, vote } = facts
  write(said, note.said ?? words.no_walk)
  write(count, note.count ? `${note.number} / ${note.count}` : '')
  write(next, note.count ? note.next || words.last : '')
  write(people, `${facts.people}`)
  write(paces, ['fast', 'lost'].map((pace) => `${words[pace]}: ${facts.paces[pace]}`).join(' · '))
  votes.replaceChildren(vote ? question(vote, null, null, words) : words.nobody)
  write(state, facts.closed ? words.ended : '')
}

function became(line) {
  write(state, { open: '', lost: words.reconnecting, gone: words.reconnecting, refused: words.refused }[line])
}

const driven = kept()
if (driven?.code === code) new Line(base.href, code, () => ({ role: 'lecturer', secret: driven.secret }), show, became)
else became('refused')
setInterval(tick, 1000)
tick()
