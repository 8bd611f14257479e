import Judging

/// `int main() { assert(f(1) == 2); }`
extension TestScript {
    mutating func cppProgram() throws(TestFault) {
        cursor.skipSeparators()
        // What MultiPL-E writes first ends the function under test.
        _ = cursor.accept("}")
        var seen = false
        while true {
            cursor.skipSeparators()
            if cursor.atEnd { break }
            begin()
            if cursor.accept("#") {
                try directive()
            } else if cursor.accept("using namespace std ;") {
                continue
            } else if !seen,
                cursor.accept("int main ( ) {")
                    || cursor.accept("int main ( int argc , char * argv [ ] ) {")
            {
                seen = true
                try block { script throws(TestFault) in try script.cppStatement() }
            } else if cursor.accept(
                "template < typename T > bool compare ( T a , T b ) { return a == b ; }")
            {
                evaluator.helpers["compare"] = .equal
            } else if cursor.accept("bool") {
                try cppHelper()
            } else {
                throw fault("a declaration that is not known")
            }
        }
    }

    /// Only those that do not change what the test says.
    private mutating func directive() throws(TestFault) {
        let known =
            cursor.accept("undef NDEBUG") || cursor.accept("include")
        guard known else { throw fault("a directive that is not known") }
        while cursor.current.kind != .lineEnd, !cursor.atEnd { cursor.index += 1 }
    }

    /// `bool issame(T a, T b) { .. }`, if it compares all of both.
    private mutating func cppHelper() throws(TestFault) {
        guard let name = cursor.name() else { throw fault("a function") }
        try cursor.expect("(")
        var types: [String] = []
        var known: TestType?
        for (parameter, end) in [("a", ","), ("b", ")")] {
            let type = try cursor.type()
            known = type
            types.append(type.name)
            guard cursor.accept(parameter), cursor.accept(end) else { throw fault("a function") }
        }
        cursor.skipLines()
        try cursor.expect("{")
        let body = try bodyText()
        guard types[0] == types[1], let helper = Self.cppHelpers[body] else {
            throw fault("the function `\(name.prefix(60))` is not known")
        }
        evaluator.helperTypes[name] = known
        let isFloat = types[0].contains("float") || types[0].contains("double")
        switch helper {
        case .close: evaluator.helpers[name] = helper
        // Equal floats of 32 bits are equal to their literals rounded to 32 bits.
        default: evaluator.helpers[name] = isFloat ? .narrow : .equal
        }
    }

    private static let cppHelpers: [String: FunctionCase.Comparison] = {
        let sizes = "if(a.size()!=b.size())returnfalse;"
        let loop = "for(inti=0;i<a.size();i++)"
        let inner = "for(intj=0;j<a[i].size();j++)if(a[i][j]!=b[i][j])returnfalse;"
        let pairs = "map<char,int>::iteratorit;for(it=a.begin();it!=a.end();it++)"
        let pair = "{charw1=it->first;intw2=it->second;if(b.find(w1)==b.end())returnfalse;"
        var known: [String: FunctionCase.Comparison] = [:]
        known["\(sizes)\(loop){if(a[i]!=b[i])returnfalse;}returntrue;"] = .equal
        known["\(sizes)\(loop){if(abs(a[i]-b[i])>1e-4)returnfalse;}returntrue;"] =
            .close(absolute: 1e-4, relative: 0)
        known[
            "\(sizes)\(loop){if(a[i].size()!=b[i].size())returnfalse;\(inner)}returntrue;"] = .equal
        known["\(sizes)\(pairs)\(pair)if(b[w1]!=w2)returnfalse;}returntrue;"] = .equal
        return known
    }()

    mutating func cppStatement() throws(TestFault) {
        if cursor.accept("assert (") {
            cursor.brackets += 1
            let meaning = try meaning()
            cursor.brackets -= 1
            cursor.skipLines()
            try cursor.expect(")")
            try cursor.expect(";")
            return try demand(meaning)
        }
        if cursor.accept("for") {
            return try countedLoop { script throws(TestFault) in try script.cppStatement() }
        }
        if cursor.accept("if (") { return try cppIf() }
        if cursor.accept("return 0 ;") { return }
        if cursor.current.kind == .name, cursor.peek(1).isSymbol("="),
            let name = cursor.name(), evaluator.variables[name] != nil
        {
            cursor.index += 1
            try bind(name, try expression())
            return try cursor.expect(";")
        }
        try cppDeclaration()
    }

    /// As in `if (!(compare(x0, 1))) { throw runtime_error("."); }`.
    private mutating func cppIf() throws(TestFault) {
        let arguments = try assertion(1...1)
        guard
            cursor.accept("{ throw runtime_error (")
                || cursor.accept("{ throw std :: runtime_error ("),
            cursor.current.kind == .string
        else { throw fault("a branch that throws nothing") }
        cursor.index += 1
        guard cursor.accept(") ; }") else { throw fault("a branch that throws nothing") }
        try demand(
            try evaluator.condition(try evaluator.meaning(arguments[0])).opposite())
    }

    private mutating func cppDeclaration() throws(TestFault) {
        let type = try cursor.type()
        guard !type.name.hasSuffix("&"), !type.name.hasSuffix("*") else {
            throw fault("a reference")
        }
        repeat {
            guard let name = cursor.name() else { throw fault("a statement that is not known") }
            let value: TestExpression
            if cursor.accept("=") {
                value = try expression()
            } else if cursor.current.isSymbol("{") {
                value = .braces(try cursor.entries())
            } else {
                throw fault("a statement that is not known")
            }
            try bind(name, value, type: type.name.hasSuffix("auto") ? nil : type)
        } while cursor.accept(",")
        try cursor.expect(";")
    }
}
