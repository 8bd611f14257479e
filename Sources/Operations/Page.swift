/// Where a list starts and how much of it is wanted.
package struct PageRequest: Sendable, Equatable {
    /// The most items a page may have.
    package static let maximumSize = 200

    /// The `next` of the page before; `nil` for the first page.
    package var after: String?
    /// From 1 to `maximumSize`; anything else is brought into that range.
    package var size: Int

    package init(after: String? = nil, size: Int = 50) {
        self.after = after
        self.size = min(max(size, 1), Self.maximumSize)
    }
}

/// One page of a list.
package struct Page<Item: Sendable>: Sendable {
    package var items: [Item]
    /// What to ask for the next page with; `nil` on the last one.
    package var next: String?

    package init(items: [Item], next: String?) {
        self.items = items
        self.next = next
    }
}

extension Page: Equatable where Item: Equatable {}
