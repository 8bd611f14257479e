{-# OPTIONS_GHC -O0 #-}
{-# LANGUAGE IncoherentInstances, FlexibleInstances, TypeFamilies, UndecidableInstances #-}
-- | What a type leaves open, as the values say; see `AssayValues`.
module AssayOpen () where

import AssayAny (Any)
import qualified AssayAny as Any
import AssayContainers ()
import AssayNode
import AssayValues
import Control.Exception (throw)
import qualified Data.ByteString as B
import Data.IORef
import System.IO.Unsafe (unsafePerformIO)

instance {-# OVERLAPPABLE #-} (a ~ Any) => Encode a where
    encode depth value = case value of
        Any.None -> raw "null"
        Any.Truth' truth -> encode depth truth
        Any.Whole number -> encode depth number
        Any.Real' number -> encode depth number
        Any.Letter letter -> encode depth letter
        Any.Word' letters' -> text letters'
        Any.Items found -> encodeList depth found
        Any.Parts found -> tuple depth [(`encode` part) | part <- found]
        Any.Members found -> set depth found
        Any.Entries found -> entries depth found
    encodeList depth found
        | null found && unsafePerformIO (readIORef textOnly) = raw "\"\""
        | Any.Letter _ : _ <- found = text (map letter found)
        | otherwise = list depth [(`encode` item) | item <- found]
      where
        letter item = case item of
            Any.Letter found' -> found'
            _ -> throw (Cannot "a list of letters and others")

instance {-# OVERLAPPABLE #-} (a ~ Any) => Decode a where
    decode node = case node of
        Null -> Just Any.None
        Truth truth -> Just (Any.Truth' truth)
        Number digits
            | isWhole digits -> Any.Whole <$> whole node
            | otherwise -> Any.Real' <$> decode node
        Text bytes -> Just (Any.Word' (letters bytes))
        Bytes bytes -> Just (Any.Word' (map (toEnum . fromIntegral) (B.unpack bytes)))
        List nodes -> Any.Items <$> mapM decode nodes
        Tuple nodes -> Any.Parts <$> mapM decode nodes
        Set nodes -> Any.Members <$> mapM decode nodes
        Dict _ -> Any.Entries <$> pairs node
        Other _ -> Nothing
    decodeList node = case node of
        Text bytes -> Just (map Any.Letter (letters bytes))
        _ -> items node >>= mapM decode

-- A container that is left open is a list.
instance (t ~ [], Encode a) => Encode (t a) where
    encode = encodeList
instance (t ~ [], Decode a) => Decode (t a) where
    decode = decodeList
