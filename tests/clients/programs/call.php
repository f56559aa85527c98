<?php
// Ask the hard-coded URL by curl or by streams, and print the answer.
$url = 'https://api.weixin.qq.com/sns/jscode2session?appid=x';
if ($argv[1] === 'curl') {
    $curl = curl_init($url);
    curl_setopt($curl, CURLOPT_RETURNTRANSFER, true);
    $found = curl_exec($curl);
    fwrite(STDERR, curl_error($curl));
} else {
    $found = file_get_contents($url);
}
echo $found;
exit($found === false ? 1 : 0);
