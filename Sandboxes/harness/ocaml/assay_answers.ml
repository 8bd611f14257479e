(* What the judge is told. Linked before the source, so that what its loading raises is told too. *)

open Assay_values

let send id body =
  let line = "{\"id\":" ^ id ^ "," ^ body ^ "}\n" in
  let rec write at =
    if at < String.length line then
      match Unix.write_substring answers line at (String.length line - at) with
      | count -> write (at + count)
      | exception Unix.Unix_error (Unix.EINTR, _, _) -> write at
      | exception _ -> Unix._exit 125
  in
  flush_all ();
  write 0

(* A name without the unit and modules that it is in. *)
let last name =
  match String.rindex_opt name '.' with
  | Some place -> String.sub name (place + 1) (String.length name - place - 1)
  | None -> name

let after_unit name =
  match String.index_opt name '.' with
  | Some place -> String.sub name (place + 1) (String.length name - place - 1)
  | None -> name

(* The text of what an exception holds: a text alone, or as it is printed without the name. *)
let message error name =
  let slot = Obj.repr error in
  if Obj.tag slot <> 0 then ""
  else if Obj.size slot = 2 && Obj.is_block (Obj.field slot 1)
          && Obj.tag (Obj.field slot 1) = Obj.string_tag
  then (Obj.obj (Obj.field slot 1) : string)
  else
    let text = Printexc.to_string error in
    let start = name ^ "(" in
    let from = String.length start in
    if String.length text > from && String.sub text 0 from = start then
      String.sub text from (String.length text - from - 1)
    else text

let raised types message line =
  let types = List.map (fun name -> "[\"\"," ^ readable name ^ "]") types in
  "\"raised\":{\"types\":[" ^ String.concat "," types ^ "],\"message\":" ^ readable message
  ^ ",\"args\":null,\"line\":"
  ^ (match line with Some line -> string_of_int line | None -> "null")
  ^ "}"

let described = function
  | Failed (name, message) -> raised [ name ] message None
  | error ->
      let name = Printexc.exn_slot_name error in
      let types = List.sort_uniq compare [ name; after_unit name; last name ] in
      let types = last name :: List.filter (fun other -> other <> last name) types in
      let line =
        match error with
        | Assert_failure (_, line, _) | Match_failure (_, line, _) -> Some line
        | Undefined_recursive_module (_, line, _) -> Some line
        | _ -> None
      in
      let text = try message error name with _ -> "" in
      raised (types @ [ "exn" ]) text line

let () =
  Printexc.set_uncaught_exception_handler (fun error trace ->
      send "0" (described error);
      Printexc.default_uncaught_exception_handler error trace)
