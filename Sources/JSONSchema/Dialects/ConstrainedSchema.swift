package import JSON

/// A schema in a provider's dialect, and what of it is not what it was.
package struct ConstrainedSchema: Sendable, Hashable {
  /// What is sent; nil where the provider cannot take the schema, so that it goes by prompt alone.
  package let schema: JSONValue?
  /// What was left out or changed; after that the provider allows more than the schema.
  package let dropped: [Note]
  /// Why the provider cannot take it; empty where it can.
  package let obstacles: [Note]

  /// Something at a place of the schema.
  package struct Note: Sendable, Hashable, CustomStringConvertible {
    /// The keyword, or the subschema.
    package let place: JSONPointer
    /// What is the matter with it.
    package let reason: Reason

    /// The place and the reason.
    package var description: String { "\(place): \(reason.words)" }
  }

  /// What can be the matter.
  package enum Reason: Sendable, Hashable {
    /// The dialect does not have the keyword.
    case unknownKeyword
    /// The dialect does not have the format.
    case unknownFormat
    /// A pattern that is not anchored at both ends.
    case unanchoredPattern
    /// A pattern with a construct that the dialect does not have.
    case unknownPattern
    /// A count that a grammar would have to write out.
    case tooLarge
    /// Bounds that the dialect has for integers alone.
    case integersOnly
    /// Values of `enum` or `const` of types that the dialect does not list.
    case unlistableValues
    /// A property that may be absent and is now `null` instead.
    case nullForAbsence
    /// `oneOf` that is now `anyOf`.
    case anyForOne
    /// A keyword that stands twice with values that cannot be made one.
    case standsTwice
    /// What stands beside a reference that must stay one.
    case besideReference
    /// Alternatives that cannot stand where they do.
    case misplacedAlternatives
    /// A place for any value, for which a scalar is asked.
    case anyValue
    /// A subschema that no value fits.
    case nothingFits
    /// The whole is no object.
    case noObject
    /// An object whose names are not known.
    case unknownNames
    /// A schema that refers to itself.
    case recursive
    /// More of something than the dialect allows.
    case tooMany(Measure, count: Int, limit: Int)

    /// One short phrase.
    package var words: String {
      switch self {
      case .unknownKeyword: "not in the dialect"
      case .unknownFormat: "this format is not in the dialect"
      case .unanchoredPattern: "a pattern must be anchored with ^ and $"
      case .unknownPattern: "the pattern has what the dialect does not have"
      case .tooLarge: "too large for a grammar"
      case .integersOnly: "bounds are for integers only"
      case .unlistableValues: "values of these types cannot be listed"
      case .nullForAbsence: "optional, so null stands for its absence"
      case .anyForOne: "sent as anyOf"
      case .standsTwice: "stands twice"
      case .besideReference: "beside a reference that must stay"
      case .misplacedAlternatives: "alternatives cannot stand here"
      case .anyValue: "takes any value, asked for as a scalar"
      case .nothingFits: "no value fits"
      case .noObject: "the whole must be an object"
      case .unknownNames: "an object must name its properties"
      case .recursive: "refers to itself"
      case .tooMany(let measure, let count, let limit):
        "\(count) \(measure.rawValue), and \(limit) are the most"
      }
    }
  }

  /// What there can be too much of.
  package enum Measure: String, Sendable, Hashable, CaseIterable {
    case properties
    case levels
    case enumValues = "values of enum"
    case characters = "characters of names and values"
    case optionalProperties = "optional properties"
    case unions = "unions of types"
    case subschemas
  }
}
