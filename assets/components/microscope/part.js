// A titled part of the microscope: beside its title stands which unit and step it speaks of.

import { html, part as titled } from '../lib/dom.js'

export function part(...described) {
  const section = titled(...described)
  section.querySelector('h4').after(html('output', { class: 'where' }))
  return section
}
