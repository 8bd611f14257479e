(* Reads what the compiler says of a source's types (`ocamlopt -i`). *)

type label = Unlabelled | Labelled of string | Optional of string

type ty =
  | Var of string
  | Con of string list * ty list  (* a path such as M.t; F(X) is one part of it *)
  | Tup of ty list
  | Arrow of label * ty * ty
  | Opaque of string

type constructor = { name : string; holds : holds }
and holds = Parts of ty list | Inline of (string * ty) list

type kind =
  | Abstract
  | Record of (string * ty) list
  | Variant of constructor list

type item =
  | Value of string * ty
  | Type of { name : string; parameters : string list; manifest : ty option; kind : kind;
              is_private : bool }
  | Module of string * item list
  | Alias of string * string list

exception Odd

let is_letter c =
  (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
  || c = '_' || c = '\'' || Char.code c > 127

let is_upper word = word <> "" && word.[0] >= 'A' && word.[0] <= 'Z'

let tokens text =
  let count = String.length text in
  let rec word at = if at < count && is_letter text.[at] then word (at + 1) else at in
  let rec quoted at =
    if at >= count then at
    else match text.[at] with '\\' -> quoted (at + 2) | '"' -> at + 1 | _ -> quoted (at + 1)
  in
  let rec read at made =
    if at >= count then List.rev made
    else
      let part till = read till (String.sub text at (till - at) :: made) in
      match text.[at] with
      | ' ' | '\n' | '\t' -> read (at + 1) made
      | '"' -> part (min count (quoted (at + 1)))
      | '-' when at + 1 < count && text.[at + 1] = '>' -> part (at + 2)
      | c when is_letter c -> part (word (at + 1))
      | _ -> part (at + 1)
  in
  read 0 []

(* MARK: types *)

let rest = ref ([] : string list)
let peek () = match !rest with token :: _ -> token | [] -> ""
let after () = match !rest with _ :: token :: _ -> token | _ -> ""
let skip () = match !rest with _ :: others -> rest := others | [] -> ()
let take () = let token = peek () in skip (); token
let expect token = if take () <> token then raise Odd
let is_word token = token <> "" && is_letter token.[0] && token.[0] <> '\''

(* All till the bracket's end, and that end. *)
let bracketed opening closing =
  let rec go depth =
    match take () with
    | "" -> raise Odd
    | token when token = opening -> go (depth + 1)
    | token when token = closing -> if depth > 1 then go (depth - 1)
    | _ -> go depth
  in
  go 0

let is_item token =
  List.mem token
    [ "val"; "external"; "type"; "exception"; "module"; "class"; "open"; "include"; "end";
      "and"; "constraint"; "sig"; "object"; "method"; "functor" ]

let rec path () =
  if is_item (peek ()) || not (is_word (peek ())) then raise Odd;
  let name = take () in
  let name = if is_upper name then applied name else name in
  if peek () = "." then begin skip (); name :: path () end else [ name ]

and applied name =
  if peek () = "(" then begin
    skip ();
    let argument = String.concat "." (path ()) in
    expect ")";
    applied (name ^ "(" ^ argument ^ ")")
  end
  else name

let rec ty () =
  let label =
    match peek () with
    | "?" -> skip (); let name = take () in expect ":"; Optional name
    | name when is_word name && after () = ":" -> skip (); skip (); Labelled name
    | _ -> Unlabelled
  in
  let from = tuple () in
  if peek () = "->" then begin skip (); Arrow (label, from, ty ()) end
  else if label = Unlabelled then from
  else raise Odd

and tuple () =
  let first = applied_type () in
  if peek () <> "*" then first
  else begin
    let parts = ref [ first ] in
    while peek () = "*" do skip (); parts := applied_type () :: !parts done;
    Tup (List.rev !parts)
  end

and applied_type () =
  let arguments =
    match peek () with
    | "(" when after () = "module" -> bracketed "(" ")"; [ Opaque "a module" ]
    | "(" ->
        skip ();
        let arguments = ref [ ty () ] in
        while peek () = "," do skip (); arguments := ty () :: !arguments done;
        expect ")";
        List.rev !arguments
    | "<" -> bracketed "<" ">"; [ Opaque "an object" ]
    | "[" -> bracketed "[" "]"; [ Opaque "a polymorphic variant" ]
    | "#" -> skip (); ignore (path ()); [ Opaque "an object" ]
    | token when token <> "" && token.[0] = '\'' -> skip (); [ Var token ]
    | "_" -> skip (); [ Var "'_" ]
    | _ -> [ Con (path (), []) ]
  in
  postfix arguments

and postfix arguments =
  match peek () with
  | "as" -> skip (); skip (); [ Opaque "a recursive type" ] |> postfix
  | token when is_word token && token <> "and" && token <> "of" && not (is_item token)
               && after () <> ":" ->
      let name = path () in
      postfix [ Con (name, arguments) ]
  | _ -> ( match arguments with [ one ] -> one | _ -> raise Odd)

(* MARK: items *)

let fields () =
  expect "{";
  let rec read made =
    match peek () with
    | "}" -> skip (); List.rev made
    | ";" -> skip (); read made
    | "mutable" -> skip (); read made
    | _ ->
        let name = take () in
        expect ":";
        (* A field with type variables of its own is none that can be read or written. *)
        let rec is_poly = function
          | "." :: _ -> true
          | token :: others when token <> "" && token.[0] = '\'' -> is_poly others
          | _ -> false
        in
        if is_poly !rest && (peek ()).[0] = '\'' then raise Odd;
        let field = ty () in
        read ((name, field) :: made)
  in
  read []

let constructors () =
  if peek () = "|" then skip ();
  let rec read made =
    let name = take () in
    if not (is_upper name) then raise Odd;
    let holds =
      match peek () with
      | ":" -> raise Odd
      | "of" ->
          skip ();
          if peek () = "{" then Inline (fields ())
          else begin
            let parts = ref [ applied_type () ] in
            while peek () = "*" do skip (); parts := applied_type () :: !parts done;
            Parts (List.rev !parts)
          end
      | _ -> Parts []
    in
    let made = { name; holds } :: made in
    if peek () = "|" then begin skip (); read made end else List.rev made
  in
  read []

let parameter () =
  while List.mem (peek ()) [ "+"; "-"; "!" ] do skip () done;
  take ()

let parameters () =
  match peek () with
  | "(" ->
      skip ();
      let made = ref [ parameter () ] in
      while peek () = "," do skip (); made := parameter () :: !made done;
      expect ")";
      List.rev !made
  | "+" | "-" | "!" -> [ parameter () ]
  | token when token <> "" && (token.[0] = '\'' || token = "_") -> [ parameter () ]
  | _ -> []

let kind () =
  match peek () with
  | "{" -> Some (Record (fields ()))
  | "|" -> Some (Variant (constructors ()))
  | "." -> raise Odd
  | token when is_upper token && after () <> "." && after () <> "(" ->
      Some (Variant (constructors ()))
  | _ -> None

let type_item () =
  if peek () = "nonrec" then skip ();
  let parameters = parameters () in
  let name = take () in
  let abstract =
    Type { name; parameters; manifest = None; kind = Abstract; is_private = false }
  in
  if peek () <> "=" then abstract
  else
    let is_private () = if peek () = "private" then (skip (); true) else false in
    let body () =
      expect "=";
      let hidden = is_private () in
      match kind () with
      | Some kind -> Type { name; parameters; manifest = None; kind; is_private = hidden }
      | None ->
          let manifest = Some (ty ()) in
          if peek () <> "=" then
            Type { name; parameters; manifest; kind = Abstract; is_private = hidden }
          else begin
            skip ();
            let hidden = is_private () in
            let kind = Option.value (kind ()) ~default:Abstract in
            Type { name; parameters; manifest = None; kind; is_private = hidden }
          end
    in
    try body () with Odd -> abstract

(* Leaves what is not understood, till the next item of this signature. *)
let rec resume () =
  match peek () with
  | "" | "end" | "val" | "external" | "type" | "exception" | "class" | "and" | "module" -> ()
  | "sig" | "object" -> skip (); ignore_block (); resume ()
  | _ -> skip (); resume ()

and ignore_block () =
  match take () with
  | "end" | "" -> ()
  | "sig" | "object" -> ignore_block (); ignore_block ()
  | _ -> ignore_block ()

let rec items made =
  let next item = resume (); items (item :: made) in
  let pass () = skip (); resume (); items made in
  match peek () with
  | "" -> List.rev made
  | "end" -> skip (); List.rev made
  | "val" | "external" when is_word (after ()) -> (
      skip ();
      let name = take () in
      match expect ":"; ty () with
      | found -> next (Value (name, found))
      | exception Odd -> next (Value (name, Opaque "a type that cannot be told")))
  | ("module" | "class") when after () = "type" -> skip (); pass ()
  | "type" -> skip (); next (type_item ())
  | "and" when not (is_upper (after ())) -> skip (); next (type_item ())
  | "module" | "and" -> (
      skip ();
      if peek () = "rec" then skip ();
      let name = take () in
      match (peek (), after ()) with
      | ":", "sig" -> skip (); skip (); let inside = items [] in next (Module (name, inside))
      | "=", _ -> (
          skip ();
          match path () with
          | path -> next (Alias (name, path))
          | exception Odd -> resume (); items made)
      | _ -> resume (); items made)
  | _ -> pass ()

let read_items text = rest := tokens text; items []
let read_type text = rest := tokens text; ty ()
let read_types text =
  rest := tokens text;
  if !rest = [] then []
  else begin
    let made = ref [ ty () ] in
    while peek () = "," do skip (); made := ty () :: !made done;
    List.rev !made
  end
