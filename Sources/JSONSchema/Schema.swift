// JSONSchema: validation by JSON Schema, draft 2020-12.
//
// `Schema` is the type: compiled once from a JSON value, immutable, and used from any number of
// threads without a lock. It validates values, says what it expects at a place of a value, and
// gives the subset of itself that a provider accepts for constrained output.
//
// The decision behind it: never a silent pass. Unless asked to do as the specification does, a
// keyword that is unknown makes the schema fail to compile, with its place and what to do, because
// a validator that skips what it does not know accepts what its author meant to refuse. For the
// same reason a match that could not be decided in its budget is neither a pass nor a failure but
// an error of its own kind. Numbers are compared exactly, as JSONNumber does. Nothing is fetched.
//
// Compilation turns every subschema into a node with a list of checks; references are numbers of
// nodes, so a recursive schema is a graph, and evaluation is a walk over graph and value together.
// The first walk only decides; where a value is valid no path, sentence or list is ever made.
// What is wrong with an invalid one is found by a second walk.

package import JSON

/// A compiled JSON Schema (draft 2020-12).
package struct Schema: Sendable {
  /// How a schema is read.
  package struct Options: Sendable, Hashable {
    /// Whether `format` is checked or only an annotation (validation, section 7.2).
    package var assertsFormat: Bool
    /// Whether keywords that no vocabulary knows are annotations instead of errors.
    ///
    /// The specification has it so (core, section 6.5), and a misspelt keyword then checks nothing.
    package var allowsUnknownKeywords: Bool
    /// How long one pattern may run on one string before the match counts as undecided.
    package var patternBudget: Pattern.Budget
    /// Where documents are that the schema refers to.
    package var remotes: RemoteSchemas

    /// Options; by default formats are annotations and unknown keywords are refused.
    package init(
      assertsFormat: Bool = false, allowsUnknownKeywords: Bool = false,
      patternBudget: Pattern.Budget = Pattern.Budget(), remotes: RemoteSchemas = RemoteSchemas()
    ) {
      self.assertsFormat = assertsFormat
      self.allowsUnknownKeywords = allowsUnknownKeywords
      self.patternBudget = patternBudget
      self.remotes = remotes
    }
  }

  /// The schema as it was given.
  package let document: JSONValue
  /// How it was read.
  package let options: Options

  let graph: SchemaGraph

  /// All subschemas; the first is the root.
  var nodes: [SchemaNode] { graph.nodes }

  /// Compiles a schema.
  ///
  /// - Throws: ``SchemaError`` for a value that is no schema, a keyword that is unknown, a reference
  ///   that leads nowhere or never ends, and a pattern that does not compile.
  package init(_ document: JSONValue, options: Options = Options()) throws(SchemaError) {
    var compiler = try SchemaCompiler(document, options: options)
    graph = try compiler.compile()
    self.document = document
    self.options = options
  }

  /// Everything that keeps a value from being valid; empty for a valid one.
  ///
  /// The order is that of the value, then of the schema, and the same each time. A place of the
  /// wrong type has that one error; a failed `anyOf` or `oneOf` has the errors of the alternative
  /// that was plainly meant, else one of its own.
  package func validate(_ value: JSONValue) -> [ValidationError] {
    guard !isValid(value) else { return [] }
    let errors = complaints(about: value, manner: .plain).map(\.error)
    // No list may be empty that stands for an invalid value, or the value would pass.
    return errors.isEmpty ? [.unexplained] : errors
  }

  /// Whether a value is valid; false when undecided.
  package func isValid(_ value: JSONValue) -> Bool {
    if let program = graph.program { return Decision.outcome(of: program, value) == .valid }
    var evaluation = Evaluation(graph, manner: .decide)
    return evaluation.evaluateRoot(value) == .valid
  }

  /// The errors, with the way to each.
  func complaints(about value: JSONValue, manner: Evaluation.Manner) -> [Evaluation.Complaint] {
    var evaluation = Evaluation(graph, manner: manner)
    _ = evaluation.evaluateRoot(value)
    return evaluation.complaints
  }
}
