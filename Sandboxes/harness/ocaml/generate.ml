(* Writes the calls of the entry point from its type:
   generate UNIT ENTRY_POINT SIGNED < what `ocamlopt -i` says; with SIGNED 1, the parameters' types
   and the result's stand in /tmp/parameters and /tmp/returns. *)

open Signature

let unit_name = Sys.argv.(1)
let entry = String.split_on_char '.' Sys.argv.(2)

let contents channel =
  let made = Buffer.create 4096 in
  (try
     while true do
       Buffer.add_channel made channel 1
     done
   with End_of_file -> ());
  Buffer.contents made

let source = read_items (contents stdin)

let fail words =
  prerr_endline ("error: " ^ words);
  exit 2

(* MARK: finding types *)

(* Modules from the innermost to the source itself: path and items. *)
type scope = (string list * item list) list

let outermost : scope = [ ([], source) ]

let inside items name =
  List.find_map
    (function
      | Module (other, items) when other = name -> Some (`Items items)
      | Alias (other, path) when other = name -> Some (`Path path)
      | _ -> None)
    items

let type_in items name =
  List.find_map
    (function
      | Type { name = other; parameters; manifest; kind; is_private } when other = name ->
          Some (parameters, manifest, kind, is_private)
      | _ -> None)
    items

type place =
  | Own of scope * string  (* a type of the source's *)
  | Library of string list

let rec descend (scope : scope) path =
  match (scope, path) with
  | (_, items) :: _, [ name ] ->
      if type_in items name = None then None else Some (Own (scope, name))
  | (prefix, items) :: _, name :: path -> (
      match inside items name with
      | Some (`Items found) -> descend ((prefix @ [ name ], found) :: scope) path
      | Some (`Path target) -> Some (locate scope (target @ path))
      | None -> None)
  | _ -> None

and locate (scope : scope) path =
  match scope with
  | [] -> Library path
  | _ :: outer -> (
      match descend scope path with Some place -> place | None -> locate outer path)

let is_library scope path = match locate scope path with Library _ -> true | Own _ -> false

let rec without_prefix = function
  | "Stdlib" :: rest when rest <> [] -> without_prefix rest
  | [ name ] -> name
  | [ ("Int" | "Float" | "Char" | "String" | "Bytes" | "Bool" | "Int32" | "Int64" | "Nativeint"
      | "Unit") as name; "t" ] -> String.lowercase_ascii name
  | [ ("List" | "Array" | "Option" | "Result" | "Seq" | "Queue" | "Stack" | "Hashtbl" | "Lazy"
      | "Either" | "Buffer" | "Complex") as name; "t" ] -> String.lowercase_ascii name
  | [ "Float"; "Array"; "t" ] -> "floatarray"
  | path -> String.concat "." path

let in_unit prefix name = String.concat "." ((unit_name :: prefix) @ [ name ])

(* MARK: code for types *)

let rec shown = function
  | Var name -> name
  | Con (path, []) -> String.concat "." path
  | Con (path, [ one ]) -> grouped one ^ " " ^ String.concat "." path
  | Con (path, all) ->
      "(" ^ String.concat ", " (List.map shown all) ^ ") " ^ String.concat "." path
  | Tup parts -> String.concat " * " (List.map grouped parts)
  | Arrow (_, from, result) -> grouped from ^ " -> " ^ shown result
  | Opaque what -> what

and grouped = function (Tup _ | Arrow _) as found -> "(" ^ shown found ^ ")" | found -> shown found

type way = Read | Write

let prefix = function Read -> "r_" | Write -> "w_"

let impossible way what =
  match way with
  | Read -> "unfit"
  | Write -> Printf.sprintf "(cannot %S)" (if String.length what > 150 then "a type" else what)

let simple =
  [ "int"; "int32"; "int64"; "nativeint"; "float"; "bool"; "char"; "string"; "bytes"; "unit";
    "list"; "array"; "seq"; "queue"; "stack"; "hashtbl"; "option"; "ref"; "lazy"; "buffer" ]

(* Functions that were asked for, by what they are for. *)
let made : (string * way, string) Hashtbl.t = Hashtbl.create 16
let definitions = ref ([] : string list)
let functors = ref ([] : string list)

let numbered letter count = List.init count (fun index -> letter ^ string_of_int index)

let rec code way (scope : scope) variables ty =
  let part = code way scope variables in
  match ty with
  | Var name -> (
      match List.assoc_opt name variables with Some found -> found | None -> prefix way ^ "any")
  | Opaque what -> impossible way what
  | Arrow _ -> impossible way "a function"
  | Tup parts -> tuple way part parts
  | Con (path, arguments) -> (
      match locate scope path with
      | Own (scope, name) -> applied (own way scope name) (List.map part arguments)
      | Library path -> library way scope path (List.map part arguments))

and applied name arguments =
  if arguments = [] then name else "(" ^ String.concat " " (name :: arguments) ^ ")"

and tuple way part parts =
  let names = numbered "x" (List.length parts) in
  match way with
  | Write ->
      let pieces =
        List.map2 (fun name ty -> Printf.sprintf "(fun d -> %s d %s)" (part ty) name) names parts
      in
      Printf.sprintf "(fun d (%s) -> w_tuple d [%s])" (String.concat ", " names)
        (String.concat "; " pieces)
  | Read ->
      let pieces = List.mapi (fun index ty -> Printf.sprintf "%s p.(%d)" (part ty) index) parts in
      Printf.sprintf "(fun n -> let p = parts %d n in (%s))" (List.length parts)
        (String.concat ", " pieces)

and library way scope path arguments =
  match (without_prefix path, arguments) with
  | "result", [ ok; error ] -> choice way ("Ok", ok) ("Error", error)
  | "either", [ left; right ] -> choice way ("Either.Left", left) ("Either.Right", right)
  | "lazy_t", [ one ] -> prefix way ^ "lazy " ^ one |> Printf.sprintf "(%s)"
  | "complex", [] when way = Write -> "w_complex"
  | name, _ when List.mem name simple -> applied (prefix way ^ name) arguments
  | _ -> (
      match List.rev path with
      | "t" :: applied_functor :: _ when String.contains applied_functor '(' ->
          functor_type way scope applied_functor arguments
      | _ -> impossible way (String.concat "." path))

and choice way (one, one_code) (other, other_code) =
  let bare name = List.hd (List.rev (String.split_on_char '.' name)) in
  match way with
  | Write ->
      let arm name code =
        Printf.sprintf "%s x -> w_tagged d %S [(fun d -> %s d x)]" name (bare name) code
      in
      Printf.sprintf "(fun d v -> match v with %s | %s)" (arm one one_code) (arm other other_code)
  | Read ->
      let arm name code =
        Printf.sprintf "(%S, h) -> %s (%s (held 1 h).(0))" (bare name) name code
      in
      Printf.sprintf "(fun n -> match constructor n with %s | %s | _ -> raise Unfit)"
        (arm one one_code) (arm other other_code)

(* A module of the functor's for a type such as `int Map.Make(Int).t`. *)
and functor_type way scope name arguments =
  let start = String.index name '(' in
  let argument = String.sub name (start + 1) (String.length name - start - 2) in
  let key = String.split_on_char '.' argument @ [ "t" ] in
  let full = if is_library scope key then argument else unit_name ^ "." ^ argument in
  let key = code way scope [] (Con (key, [])) in
  match (String.sub name 0 start, arguments) with
  | "Make", [ value ] -> collection way ("Map.Make(" ^ full ^ ")") key (Some value)
  | "Make", [] -> collection way ("Set.Make(" ^ full ^ ")") key None
  | _ -> impossible way name

and collection way path key value =
  let known = List.length !functors in
  let name = Printf.sprintf "F%d" known in
  functors := Printf.sprintf "module %s = %s" name path :: !functors;
  container way name key value

and container way path key value =
  match (way, value) with
  | Write, Some value ->
      Printf.sprintf "(fun d m -> w_entries %s %s d (%s.bindings m))" key value path
  | Read, Some value ->
      Printf.sprintf
        "(fun n -> List.fold_left (fun m (k, v) -> %s.add k v m) %s.empty (r_entries %s %s n))"
        path path key value
  | Write, None -> Printf.sprintf "(fun d s -> w_set %s d (%s.elements s))" key path
  | Read, None -> Printf.sprintf "(fun n -> %s.of_list (r_list %s n))" path key

(* The name of the function for a type of the source's. *)
and own way (scope : scope) name =
  let path = fst (List.hd scope) in
  let key = (in_unit path name, way) in
  match Hashtbl.find_opt made key with
  | Some found -> found
  | None ->
      let found = Printf.sprintf "%sown%d" (prefix way) (Hashtbl.length made) in
      Hashtbl.add made key found;
      let items = snd (List.hd scope) in
      (match type_in items name with
      | None -> ()
      | Some (parameters, manifest, kind, is_private) ->
          let variables = List.mapi (fun i name -> (name, Printf.sprintf "q%d" i)) parameters in
          let body = own_body way scope name variables manifest kind is_private in
          let letters = numbered "'v" (List.length parameters) in
          let whole =
            (match letters with
            | [] -> ""
            | [ one ] -> one ^ " "
            | all -> "(" ^ String.concat ", " all ^ ") ")
            ^ in_unit path name
          in
          let kind = match way with Read -> "reader" | Write -> "writer" in
          let arrows = List.map (fun letter -> letter ^ " " ^ kind ^ " -> ") letters in
          let quantified = if letters = [] then "" else String.concat " " letters ^ ". " in
          let takes = String.concat " " (List.map snd variables @
              match way with Read -> [ "n" ] | Write -> [ "d"; "v" ]) in
          let gives = match way with Read -> "(" ^ body ^ ") n" | Write -> "(" ^ body ^ ") d v" in
          definitions :=
            Printf.sprintf "%s : %s%s(%s) %s = fun %s -> %s" found quantified
              (String.concat "" arrows) whole kind takes gives
            :: !definitions);
      found

and own_body way (scope : scope) name variables manifest kind is_private =
  let path, items = List.hd scope in
  let has name = List.exists (function Value (other, _) -> other = name | _ -> false) items in
  let here = String.concat "." (unit_name :: path) in
  let given = List.map snd variables in
  let part_of own = code way scope [] (Con ([ own ], [])) in
  match (kind, manifest, given) with
  | _, _, [ value ] when name = "t" && has "bindings" && type_in items "key" <> None ->
      container way here (part_of "key") (Some value)
  | _, _, [] when name = "t" && has "elements" && type_in items "elt" <> None ->
      container way here (part_of "elt") None
  | _, _, [ value ] when name = "t" && has "replace" && type_in items "key" <> None ->
      table way here (part_of "key") value
  | (Record _ | Variant _), _, _ when is_private && way = Read -> "unfit"
  | Record fields, _, _ -> record way scope variables "" fields
  | Variant constructors, _, _ ->
      let arms = List.map (constructor way scope variables) constructors in
      (match way with
      | Write -> "fun d v -> match v with " ^ String.concat " | " arms
      | Read ->
          "fun n -> match constructor n with " ^ String.concat " | " arms ^ " | _ -> raise Unfit")
  | Abstract, Some _, _ when is_private && way = Read -> "unfit"
  | Abstract, Some (Con (path, []) as ty), _ when is_private && is_library scope path ->
      Printf.sprintf "fun d v -> %s d (v : %s :> %s)" (code way scope variables ty)
        (in_unit (fst (List.hd scope)) name) (shown ty)
  | Abstract, Some _, _ when is_private -> impossible way name
  | Abstract, Some ty, _ -> code way scope variables ty
  | Abstract, None, _ -> impossible way (String.concat "." (path @ [ name ]))

and table way path key value =
  match way with
  | Write ->
      Printf.sprintf
        "(fun d t -> w_bindings %s %s d (fun add -> %s.iter add t) (fun k -> %s.find t k))" key
        value path path
  | Read ->
      Printf.sprintf
        "(fun n -> let t = %s.create 16 in List.iter (fun (k, v) -> %s.replace t k v) \
         (r_entries %s %s n); t)"
        path path key value

and names_of fields =
  String.concat "; " (List.map (fun (name, _) -> Printf.sprintf "%S" name) fields)

and record way (scope : scope) variables opening fields =
  let path = fst (List.hd scope) in
  let part = code way scope variables in
  match way with
  | Write ->
      let pattern = List.mapi (fun i (name, _) -> in_unit path name ^ " = x" ^ string_of_int i) in
      let pieces =
        List.mapi (fun i (name, ty) -> Printf.sprintf "(%S, fun d -> %s d x%d)" name (part ty) i)
      in
      Printf.sprintf "fun d (%s{%s}) -> w_fields d [%s]" opening
        (String.concat "; " (pattern fields))
        (String.concat "; " (pieces fields))
  | Read ->
      let names = names_of fields in
      let piece (name, ty) =
        Printf.sprintf "%s = %s (get %S)" (in_unit path name) (part ty) name
      in
      Printf.sprintf "fun n -> let get = fields [%s] n in %s{%s}" names opening
        (String.concat "; " (List.map piece fields))

and constructor way (scope : scope) variables { name; holds } =
  let full = in_unit (fst (List.hd scope)) name in
  let part = code way scope variables in
  match (way, holds) with
  | Write, Parts [] -> Printf.sprintf "%s -> w_tagged d %S []" full name
  | Read, Parts [] -> Printf.sprintf "(%S, None) -> %s" name full
  | Write, Parts parts ->
      let names = numbered "x" (List.length parts) in
      let pieces =
        List.map2 (fun x ty -> Printf.sprintf "(fun d -> %s d %s)" (part ty) x) names parts
      in
      Printf.sprintf "%s (%s) -> w_tagged d %S [%s]" full (String.concat ", " names) name
        (String.concat "; " pieces)
  | Read, Parts parts ->
      let pieces = List.mapi (fun i ty -> Printf.sprintf "%s h.(%d)" (part ty) i) parts in
      Printf.sprintf "(%S, h) -> let h = held %d h in %s (%s)" name (List.length parts) full
        (String.concat ", " pieces)
  | Write, Inline fields ->
      let pattern = List.mapi (fun i (name, _) -> Printf.sprintf "%s = x%d" name i) fields in
      let pieces =
        List.mapi (fun i (name, ty) -> Printf.sprintf "(%S, fun d -> %s d x%d)" name (part ty) i)
          fields
      in
      Printf.sprintf "%s {%s} -> w_tagged d %S [(fun d -> w_fields d [%s])]" full
        (String.concat "; " pattern) name (String.concat "; " pieces)
  | Read, Inline fields ->
      let names = names_of fields in
      let piece (name, ty) = Printf.sprintf "%s = %s (get %S)" name (part ty) name in
      Printf.sprintf "(%S, h) -> let get = fields [%s] (held 1 h).(0) in %s {%s}" name names full
        (String.concat "; " (List.map piece fields))
