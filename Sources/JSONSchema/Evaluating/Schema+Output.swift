package import JSON

extension Schema {
  /// The result in the specification's form "detailed" (core, section 12.4.3).
  ///
  /// An object with `valid`, `keywordLocation`, `instanceLocation` and either `error`, a sentence,
  /// and `absoluteKeywordLocation` where there is one, or `errors`, what it consists of; levels with
  /// a single error are that error. A valid value has no more than `valid` and the locations.
  package func detailedOutput(_ value: JSONValue) -> JSONValue {
    guard !isValid(value) else {
      return ["valid": true, "keywordLocation": "", "instanceLocation": ""]
    }
    var root = OutputNode(keyword: [], instance: [])
    for complaint in complaints(about: value, manner: .full) {
      root.insert(complaint, below: complaint.way[...])
    }
    let (output, isLeaf) = root.condensed
    guard isLeaf else { return output }
    return [
      "valid": false, "keywordLocation": "", "instanceLocation": "", "errors": [output],
    ]
  }
}

/// One level of the output: what is wrong by one subschema at one place of the value.
private struct OutputNode {
  let keyword: [String]
  let instance: [String]
  private var errors: [ValidationError] = []
  private var children: [OutputNode] = []

  init(keyword: [String], instance: [String]) {
    self.keyword = keyword
    self.instance = instance
  }

  /// Puts an error where its way leads.
  mutating func insert(
    _ complaint: Evaluation.Complaint, below way: ArraySlice<(keyword: Int, instance: Int)>
  ) {
    guard let next = way.first else {
      errors.append(complaint.error)
      return
    }
    let keyword = Array(complaint.error.keywordLocation.tokens.prefix(next.keyword))
    let instance = Array(complaint.error.instanceLocation.tokens.prefix(next.instance))
    let index =
      children.firstIndex { $0.keyword == keyword && $0.instance == instance } ?? children.count
    if index == children.count {
      children.append(OutputNode(keyword: keyword, instance: instance))
    }
    children[index].insert(complaint, below: way.dropFirst())
  }

  /// The level, or its only error.
  var condensed: (output: JSONValue, isLeaf: Bool) {
    let all = errors.map { (output: Self.output(of: $0), isLeaf: true) } + children.map(\.condensed)
    if all.count == 1 { return all[0] }
    return (
      [
        "valid": false, "keywordLocation": .string(JSONPointer(keyword).description),
        "instanceLocation": .string(JSONPointer(instance).description),
        "errors": .array(all.map(\.output)),
      ], false
    )
  }

  private static func output(of error: ValidationError) -> JSONValue {
    var output: JSONObject = [
      "valid": false, "keywordLocation": .string(error.keywordLocation.description),
    ]
    // Where a schema has no URI there is no absolute location to tell.
    if URIReference(error.absoluteKeywordLocation).isAbsolute {
      output["absoluteKeywordLocation"] = .string(error.absoluteKeywordLocation)
    }
    output["instanceLocation"] = .string(error.instanceLocation.description)
    output["error"] = .string(error.description)
    return .object(output)
  }
}
