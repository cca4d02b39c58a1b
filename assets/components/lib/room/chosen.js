// What a viewer chose on the lecturer's page is chosen again on their own: the click that lets go is not lost.
//
// It is told by the key of a control and the words that are on in it, and made by a click on the same words. Only
// controls that Python names are clicked, whose values a link could say: they change what their viewer sees, and nothing
// else. Buttons, which act, sliders and texts are none of them.

const KEPT = 'unrolled:chosen'
const KEYED = '[class*="st-key-"]'
const OPTIONS = ['stButtonGroup', 'stRadio', 'stExpander'].map((kind) => `[data-testid=${kind}] :is([aria-checked], [aria-pressed], [data-testid=stRadioOption], summary)`).join()
const SWITCH = '[data-testid=stCheckbox]'

const LATE = 60_000 // milliseconds after which nobody expects it any more
const PATIENCE = 3000 // milliseconds in which a page that rests should have drawn the control
const OFTEN = 100

const keyOf = (element) => [...element.classList].find((name) => name.startsWith('st-key-'))

const isOn = (option) => option.matches('[data-selected], [aria-checked=true], [aria-pressed=true], details[open] > summary')

const isOff = (option) => option.matches(':disabled, [data-disabled], [aria-disabled=true]')

/** What an option says, without its icons: some of them say whether it is on. */
function wordsOf(option) {
  const said = /** @type {Element} */ (option.cloneNode(true))
  for (const icon of said.querySelectorAll('[aria-hidden=true]')) icon.remove()
  return said.textContent
}

/** What can be clicked in a control, not in those inside of it. */
const optionsOf = (control) => [...control.querySelectorAll(`${OPTIONS}, ${SWITCH}`)].filter((option) => option.closest(KEYED) === control)

/** @returns {?Element} the control in the main part of the page in which something was done, if it offers a choice */
export function touched(event) {
  const path = event.composedPath().filter((node) => node instanceof Element)
  const control = path[0]?.closest(KEYED)
  return control?.closest('[data-testid=stMain]') && optionsOf(control).some((option) => path.includes(option)) ? control : null
}

/**
 * Remember what is chosen in a control, for the page that comes next in this tab; nothing, if there is none.
 * @param {?Element} control
 * @param {string} code of the room
 */
export function carry(control, code) {
  sessionStorage.removeItem(KEPT)
  if (!control?.isConnected) return
  const on = optionsOf(control).filter(isOn).map(wordsOf)
  sessionStorage.setItem(KEPT, JSON.stringify({ code, key: keyOf(control), on, at: Date.now() }))
}

/**
 * Choose what was remembered, once, as soon as the page has drawn the same control and rests; unless the viewer does
 * something else meanwhile.
 * @param {string} code of the room
 * @param {string[]} known keys of the controls that may be clicked
 */
export function choose(code, known) {
  const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? 'null')
  sessionStorage.removeItem(KEPT)
  if (kept?.code !== code || !known.some((key) => `st-key-${key}` === kept.key) || Date.now() - kept.at > LATE) return
  let rested = 0
  const end = () => {
    clearInterval(timer)
    for (const act of ['pointerdown', 'keydown']) window.removeEventListener(act, end, { capture: true })
  }
  const look = () => {
    if (Date.now() - kept.at > LATE || rested > PATIENCE) return end()
    if (document.querySelector('[data-testid=stApp]')?.getAttribute('data-test-script-state') !== 'notRunning') return
    rested += OFTEN
    const control = document.querySelector(`[data-testid=stMain] .${CSS.escape(kept.key)}`)
    const options = control ? optionsOf(control) : []
    const words = options.map(wordsOf)
    const wanted = (option) => kept.on.includes(wordsOf(option))
    if (!options.length || options.some(isOff) || !kept.on.every((said) => words.includes(said))) return
    const other = options.filter((option) => isOn(option) !== wanted(option))
    const option = other.find(wanted) ?? other[0] // where one is on, the others go off with it
    if (option) (option.querySelector('input') ?? option).click()
    end()
  }
  const timer = setInterval(look, OFTEN)
  for (const act of ['pointerdown', 'keydown']) window.addEventListener(act, end, { capture: true })
}
