/* What is told to a person: one plain Chinese sentence. Everything else that is thrown is a fault of the program. */

export class Wrong extends Error {
  constructor(message, more) {
    super(message);
    this.name = "Wrong";
    Object.assign(this, more);
  }
}

/* refuse with that sentence unless it holds */
export function need(holds, message, more) {
  if (!holds) throw new Wrong(message, more);
}
