import Judging

extension CallPrograms {
    static let ocamlTypes = Program(
        language: "ocaml", entryPoint: "Box.go",
        source: """
            type point = { x : int; mutable y : float }
            type shape = Dot | Circle of point | Box of int * int | Line of { length : int }
            type 'a tree = Leaf | Node of 'a tree * 'a * 'a tree
            module Count = Map.Make (Int)
            module Names = Set.Make (struct type t = string let compare = compare end)
            module List = struct include List let map _ _ = failwith "another map" end
            exception Odd of int * string
            let () = print_endline "top"
            module Box = struct
              let go (a : int array) (h : (string, int) Hashtbl.t) o c (big : int64) f (s : string)
                  (b : bytes) (p : point) (shapes : shape list) (t : int tree)
                  (m : string Count.t) (names : Names.t) (r : int ref) (pair : int32 * bool) =
                print_endline "noise";
                if s = "f" then failwith "no";
                if s = "o" then raise (Odd (3, "x"));
                if s = "n" then raise Not_found;
                a.(0) <- 99; incr r; Hashtbl.replace h "new" 1; p.y <- 3.;
                ( a, Option.map succ o, Char.uppercase_ascii c, Int64.neg big, f /. 3., s, b, p,
                  (shapes, t, m, names, fst pair, snd pair, 0.1, -0., nan, [| infinity |]),
                  lazy [ (1, "a") ], "\\xff" )
            end
            """,
        rows: [
            .init(ocamlArguments("é"), ocamlResult("é")),
            .init(ocamlArguments("é"), ocamlResult("e"), .wrongAnswer),
            .init(ocamlArguments("x"), "[99,2]", observe: 0),
            .init(ocamlArguments("x"), #"{"a":5,"new":1}"#, observe: 1),
            .init(ocamlArguments("x"), #"{"x":1,"y":3.0}"#, observe: 8),
            .init(ocamlArguments("x"), "8", observe: 13),
            .init(ocamlArguments("f"), raises: "Failure: no"),
            .init(ocamlArguments("o"), raises: #"Odd: 3, "x""#),
            .init(ocamlArguments("o"), raises: "Main.Odd"),
            .init(ocamlArguments("n"), raises: "Not_found"),
            .init(ocamlArguments("n"), "null", .runtimeError),
            .init(ocamlArguments("x", "2147483648"), "null", .runtimeError),
            .init("[]", "null", .runtimeError),
        ])

    private static func ocamlArguments(_ text: String, _ number: String = "-2147483648") -> String {
        """
        [[1,2],{"a":5},null,"x",9223372036854775807,1,"\(text)",{"$bytes":"AP8="},
         {"x":1,"y":2.5},["Dot",{"Circle":{"x":1,"y":0.5}},{"Box":[1,2]},{"Line":{"length":4}}],
         {"Node":["Leaf",3,{"Node":["Leaf",4,"Leaf"]}]},{"$dict":[[1,"one"]]},{"$set":["b","a"]},
         7,{"$tuple":[\(number),true]}]
        """
    }

    private static func ocamlResult(_ text: String) -> String {
        """
        {"$tuple":[[99,2],null,"X",-9223372036854775807,0.3333333333333333,"\(text)",
         {"$bytes":"AP8="},{"x":1,"y":3.0},
         {"$tuple":[["Dot",{"Circle":{"x":1,"y":0.5}},{"Box":[1,2]},{"Line":{"length":4}}],
          {"Node":["Leaf",3,{"Node":["Leaf",4,"Leaf"]}]},{"$dict":[[1,"one"]]},
          {"$set":["a","b"]},-2147483648,true,0.1,-0.0,{"$float":"nan"},[{"$float":"inf"}]]},
         [{"$tuple":[1,"a"]}],{"$bytes":"/w=="}]}
        """
    }

    static let ocamlEndings = Program(
        language: "ocaml", entryPoint: "go",
        source: """
            exception Bad
            let line = {|{"id":2,"value":42}|} ^ "\\n"
            let rec deep n = 1 + deep (n + 1)
            let go n =
              Printf.printf "{\\"id\\":%d,\\"value\\":42}\\n%!" n;
              if n = 1 then Unix.kill (Unix.getpid ()) Sys.sigabrt;
              if n = 2 then exit 0;
              while n = 3 do () done;
              if n = 4 then raise Bad;
              if n = 5 then
                for d = 0 to 100 do
                  let d : Unix.file_descr = Obj.magic d in
                  try ignore (Unix.write_substring d line 0 (String.length line)) with _ -> ()
                done;
              if n = 10 then deep n else n * 2
            let () = go 0 |> ignore
            """,
        rows: [
            .init("[4]", raises: "Bad"), .init("[4]", raises: "exn"),
            .init("[4]", "8", .runtimeError),
            .init("[4]", "null", .wrongAnswer, raises: "Other"),
            .init("[10]", raises: "Stack_overflow"),
            .init("[4611686018427387904]", "0", .runtimeError), .init("[7.0]", "14"),
        ])
}
