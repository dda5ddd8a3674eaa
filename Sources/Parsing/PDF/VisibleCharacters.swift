import Extraction

/// A character of a page with its place and look.
typealias PageCharacter = (scalar: Unicode.Scalar, glyph: Glyph)

/// Parts what a person sees on a page from what is only there for programs.
///
/// A page with nothing suspicious on it is not drawn. On one that is drawn every word is looked at:
/// who hides text in white may hide more under a picture.
struct VisibleCharacters {
  /// What is seen, and all white space.
  private(set) var seen: [PageCharacter] = []
  private(set) var hidden: [HiddenText] = []
  /// Whether the page was drawn, so that nothing in ``seen`` is without ink.
  private(set) var isRendered = false

  private let page: Int
  /// Nothing visible stands between the last hidden word and here.
  private var isJoined = false

  /// - Parameters:
  ///   - page: its number, counted from 1.
  ///   - draw: draws the page; called once at most.
  init(
    of characters: [PageCharacter], page: Int, draw: () throws(Failure) -> PageImage
  ) throws(Failure) {
    self.page = page
    let isSuspicious = characters.contains { character in
      character.glyph.look != .plain && Self.isInWord(character)
    }
    guard isSuspicious else {
      seen = characters
      return
    }
    let image = try draw()
    isRendered = true
    seen.reserveCapacity(characters.count)
    var word: [PageCharacter] = []
    for character in characters {
      guard Self.isInWord(character) else {
        end(&word, on: image)
        seen.append(character)
        continue
      }
      if let last = word.last?.glyph,
        last.look != character.glyph.look
          || PageWords.isApart(last.place, character.glyph.place)
      {
        end(&word, on: image)
      }
      word.append(character)
    }
    end(&word, on: image)
  }

  private static func isInWord(_ character: PageCharacter) -> Bool {
    !character.scalar.properties.isWhitespace && PageWords.isVisible(character.scalar)
      && character.glyph.place.isSane
  }

  /// Decides about a word.
  private mutating func end(_ word: inout [PageCharacter], on image: PageImage) {
    guard let first = word.first?.glyph else { return }
    defer { word = [] }
    let place = word.dropFirst().reduce(first.place) { $0.union($1.glyph.place) }
    if isSeen(word, first.look, place, image) {
      seen.append(contentsOf: word)
      isJoined = false
    } else {
      hide(word, first.look.whyHidden, place.box)
    }
  }

  private func isSeen(
    _ word: [PageCharacter], _ look: Glyph.Look, _ place: Rectangle, _ image: PageImage
  ) -> Bool {
    switch look {
    case .tiny: return false
    case .pale: return image.hasInk(in: place, contrast: PageImage.Contrast.clear)
    case .small: return image.hasInk(in: place)
    case .plain:
      // A dash may fill its place from side to side.
      let isReadable = word.contains {
        $0.scalar.properties.isAlphabetic || $0.scalar.properties.numericType != nil
      }
      return !isReadable || image.hasInk(in: place)
    }
  }

  private mutating func hide(_ word: [PageCharacter], _ why: String, _ box: Box) {
    var text = String.UnicodeScalarView()
    text.append(contentsOf: word.map(\.scalar))
    if isJoined, var last = hidden.last, last.why == why {
      last.text += " " + String(text)
      last.box = last.box?.union(box)
      hidden[hidden.count - 1] = last
    } else {
      hidden.append(HiddenText(page: page, box: box, text: String(text), why: why))
    }
    isJoined = true
  }
}

extension Glyph.Look {
  /// What is said of a word that looks so and is not seen.
  fileprivate var whyHidden: String {
    switch self {
    case .plain: "without ink"
    case .pale: "near-white, without ink"
    case .small: "under 2 pt, without ink"
    case .tiny: "1 pt or less"
    }
  }
}
