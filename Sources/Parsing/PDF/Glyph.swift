/// A character's place on its page, and what its drawing arouses suspicion by.
struct Glyph: Equatable {
  /// Why a person might not see a character.
  enum Look: Equatable {
    /// There is no reason to think so.
    case plain
    /// White, or nearly.
    case pale
    /// Under 2 points, as displayed.
    case small
    /// So small that nobody reads it, whatever its colour: a point or less, as displayed.
    case tiny
  }

  var place: Rectangle
  var look = Look.plain

  /// - Parameters:
  ///   - fontSize: as displayed, in points; odd for some fonts, so the place has a say too.
  ///   - color: red, green and blue, 0 to 65,535.
  static func look(
    of place: Rectangle, fontSize: Float, color: (red: UInt16, green: UInt16, blue: UInt16)
  ) -> Look {
    // The place of a character is at most one and a half times as high as its font.
    let size = max(fontSize, max(place.width, place.height) / 1.5)
    if size <= 1 { return .tiny }
    if min(color.red, color.green, color.blue) >= palest { return .pale }
    return size < 2 ? .small : .plain
  }

  /// From here on a colour is nearly white: darker ones differ enough from white paper to be ink.
  private static let palest: UInt16 = 0xD800
}

/// What stands in a rectangle of a page.
protocol Placed {
  var place: Rectangle { get }
  /// One that stands in the rectangles of both.
  func union(_ other: Self) -> Self
}

extension Glyph: Placed {
  func union(_ other: Glyph) -> Glyph {
    Glyph(place: place.union(other.place), look: look == other.look ? look : .plain)
  }
}

extension Rectangle: Placed {
  var place: Rectangle { self }
}
