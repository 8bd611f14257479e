import Catalog
import Execution
import Foundation
import Testing

/// The profiles that come with Assay.
struct BuiltInProfileTests {
    @Test func `the profiles that come with Assay have no fault`() throws {
        let directory = Fixture.package + "/Sandboxes"
        let catalog = ProfileCatalog.read(directories: [directory])
        #expect(catalog.diagnostics.map(line) == [])
    }

    @Test func `each language that comes with Assay has a self-test and says how to get it`() throws
    {
        let profiles = ProfileCatalog.read(directories: [Fixture.package + "/Sandboxes"]).profiles
        #expect(profiles.count >= 14)
        for profile in profiles.values {
            #expect(profile.selfTest != nil, "\(profile.language)")
            #expect(!profile.toolchain.remedy.isEmpty)
            for place in profile.toolchain.candidates {
                #expect(!place.hasPrefix("/root/") && !place.hasPrefix("/home/"), "\(place)")
            }
        }
    }

    @Test func `the page on languages tells of each, with its packages`() throws {
        let profiles = ProfileCatalog.read(directories: [Fixture.package + "/Sandboxes"]).profiles
        let page = try String(
            contentsOfFile: Fixture.package + "/Documentation/Languages.md", encoding: .utf8)
        let readme = try String(contentsOfFile: Fixture.package + "/README.md", encoding: .utf8)
        for profile in profiles.values {
            let row = page.split(separator: "\n").first {
                $0.hasPrefix("| `\(profile.language)` |")
            }
            let packages = profile.toolchain.packages.joined(separator: " ")
            #expect(row?.contains("`\(profile.sourcePath)`") == true, "\(profile.language)")
            #expect(packages.isEmpty || row?.contains("`\(packages)`") == true)
            #expect(readme.contains("`\(profile.language)`"), "\(profile.language)")
        }
    }
}
