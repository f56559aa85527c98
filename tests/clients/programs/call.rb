# Ask the hard-coded URL by Net::HTTP, and print the answer.
require 'net/http'
puts Net::HTTP.get(URI('https://api.weixin.qq.com/sns/jscode2session?appid=x'))
