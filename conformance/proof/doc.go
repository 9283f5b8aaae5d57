// Package proof holds the proof that the generated clients speak the API as its
// document has it: every operation of every version, with inputs made from the
// schemas, to a server that reads each request by its own means, and back.
//
// Three checks look at each call, and share nothing with each other: the decoder
// of package wire, which compares with the input value by value; a validator that
// is not ours, which knows only the document; and the comparison of the result,
// encoded again, with what the server sent.
package proof
