// A question to the room, as one sees it who answers, and as everyone does once the answers are shown.

import { html } from '../dom.js'

/**
 * @param {any} vote what the room tells of it
 * @param {?number} chosen what this browser has answered
 * @param {((answer: number) => void) | null} choose called with an answer; null where one only looks
 * @param {Object<string, string>} words
 */
export function question(vote, chosen, choose, words) {
  const most = Math.max(1, ...(vote.tally ?? []), ...(vote.before ?? []))
  const answers = vote.answers.map((text, k) => {
    const share = (counts) => `${(100 * counts[k]) / most}%`
    const bars = vote.tally && [
      vote.before && html('i', { class: 'before', style: `width: ${share(vote.before)}`, title: `${words.before}: ${vote.before[k]}` }),
      html('i', { style: `width: ${share(vote.tally)}` }),
    ]
    const count = vote.tally && html('b', {}, vote.before ? `${vote.before[k]} → ${vote.tally[k]}` : `${vote.tally[k]}`)
    const right = vote.right === k && html('em', {}, `✓ ${words.right}`)
    const inside = [html('span', {}, text), right, count, bars && html('span', { class: 'bars', 'aria-hidden': 'true' }, ...bars.filter(Boolean))]
    const name = `answer${chosen === k ? ' chosen' : ''}${vote.right === k ? ' right' : ''}`
    if (!choose) return html('li', { class: name }, ...inside.filter(Boolean))
    const open = !vote.closed
    return html('li', {}, html('button', { type: 'button', class: name, 'aria-pressed': `${chosen === k}`, disabled: open ? null : '', onclick: () => choose(k) }, ...inside.filter(Boolean)))
  })
  const closed = choose && vote.closed && html('small', {}, words.closed)
  return html('div', { class: 'question' }, html('p', {}, vote.text), html('ul', {}, ...answers), closed || '')
}
